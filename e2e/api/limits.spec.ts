import { done } from "#testing/api-client.ts";
import { countLines, expect, newOwner, signIn, test } from "./app.ts";

const image = { feature: "ai-image" };

for (const { what, aMinute, status } of [
  { what: "spend", aMinute: 60, status: 201 },
  { what: "quote", aMinute: 120, status: 200 },
] as const) {
  test(`${aMinute} ${what}s a minute and session, exact when 50 come at once`, async ({ server, stranger }) => {
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

test("a replay is never held back by the limit", async ({ server, stranger }) => {
  const { web } = await newOwner(server, stranger, { purchased: 10_000 });
  const first = await web.spend(image, "the first");
  while ((await web.spend(image)).status === 201);
  const again = await web.spend(image, "the first");
  expect([again.status, again.replayed, again.body]).toEqual([201, true, first.body]);
  expect((await web.spend({ feature: "ai-script" }, "the first")).problem?.type).toBe(
    "/problems/idempotency-key-reused",
  );
});

test("at most three unpaid orders and ten checkouts an hour", async ({ server, stranger }) => {
  const { web } = await newOwner(server, stranger);
  for (const pack of ["pack-100", "pack-500", "pack-1200"]) done(await web.checkout({ pack }));
  const fourth = await web.checkout({ pack: "pack-3000" });
  expect([fourth.status, Number(fourth.headers.get("retry-after")) > 0]).toEqual([429, true]);
});
