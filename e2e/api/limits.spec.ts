import { type Answer, type ApiClient, done } from "#testing/api-client.ts";
import type { AppServer } from "#testing/app-server.ts";
import { countLines, expect, newOwner, signIn, test } from "./app.ts";

const image = { feature: "ai-image" };

for (const { what, aMinute, status } of [
  { what: "spend", aMinute: 60, status: 201 },
  { what: "quote", aMinute: 120, status: 200 },
] as const) {
  test(`${aMinute} ${what}s a minute and session, exactly, even when 50 arrive at once`, async ({
    server,
    stranger,
  }) => {
    const { account, web, backend } = await newOwner(server, stranger, { purchased: 10_000 });
    const again = await signIn(server, account);
    const ask = (caller = web) => (what === "spend" ? caller.spend(image) : caller.quote(image));
    const statuses: number[] = [];
    for (let round = 0; round < aMinute / 30; round += 1) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => ask()));
      statuses.push(...answers.map((answer) => answer.status));
    }
    expect(statuses.filter((one) => one === status)).toHaveLength(aMinute);
    expect(statuses.filter((one) => one === 429)).toHaveLength(statuses.length - aMinute);
    if (what === "spend") expect(await countLines(server, account)).toBe(1 + aMinute);

    const limited = await ask();
    const seconds = Number(limited.headers.get("retry-after"));
    expect([limited.status, seconds > 0, seconds <= 60]).toEqual([429, true, true]);
    // Another session has a limit of its own, and back ends have none.
    expect((await ask(web.as({ ...web.headers, Cookie: again.cookie }))).status).toBe(status);
    expect((await ask(backend)).status).toBe(status);
  });
}

test("the limit never refuses a replay", async ({ server, stranger }) => {
  const { web } = await newOwner(server, stranger, { purchased: 10_000 });
  const first = await web.spend(image, "the first");
  while ((await web.spend(image)).status === 201);
  const again = await web.spend(image, "the first");
  expect([again.status, again.replayed, again.body]).toEqual([201, true, first.body]);
  expect((await web.spend({ feature: "ai-script" }, "the first")).problem?.type).toBe(
    "/problems/idempotency-key-reused",
  );
});

test("at most three unpaid orders: the fourth is refused, one of the three is resumed", async ({
  server,
  stranger,
}) => {
  const { web } = await newOwner(server, stranger);
  const [first] = [
    done(await web.checkout({ pack: "pack-100" })),
    done(await web.checkout({ pack: "pack-500" })),
    done(await web.checkout({ pack: "pack-1200" })),
  ];
  expectLimited(await web.checkout({ pack: "pack-3000" }), "at most 3 unpaid orders");
  expect(done(await web.checkout({ pack: "pack-100" }))).toEqual(first);
  await endPayment(server, web, first);
  expect((await web.checkout({ pack: "pack-3000" })).status).toBe(201);
});

test("at most ten checkouts an hour, paid or not; a replay does not count", async ({ server, stranger }) => {
  const { account, web } = await newOwner(server, stranger);
  const first = done(await web.checkout({ pack: "pack-100" }, "the first"));
  await endPayment(server, web, first);
  for (let number = 2; number <= 10; number += 1)
    await endPayment(server, web, done(await web.checkout({ pack: "pack-100" })));
  expectLimited(await web.checkout({ pack: "pack-100" }), "at most 10 checkouts an hour");
  const again = await web.checkout({ pack: "pack-100" }, "the first");
  expect([again.replayed, done(again).order.id]).toEqual([true, first.order.id]);
  expect((await (await newOwner(server, stranger)).web.checkout({ pack: "pack-100" })).status).toBe(201);

  await server.owner`update orders set created_at = created_at - interval '1 hour' where user_id = ${account}`;
  expect((await web.checkout({ pack: "pack-100" })).status).toBe(201);
});

function expectLimited({ status, problem, headers }: Answer<unknown>, detail: string) {
  expect([status, problem?.type]).toEqual([429, "/problems/rate-limited"]);
  expect(problem?.detail).toContain(detail);
  const seconds = Number(headers.get("retry-after"));
  // The hour started with the oldest that counts, a moment ago.
  expect([seconds > 3_000, seconds <= 3_600]).toEqual([true, true]);
}

/** Expires a payment page, as Stripe does after its time, and waits until the order knows. */
async function endPayment(server: AppServer, web: ApiClient, { order, url }: { order: { id: string }; url: string }) {
  await server.controlStripe({ expire: new URL(url).pathname.split("/").at(-1) });
  await expect.poll(async () => done(await web.order(order.id)).order.status).toBe("expired");
}
