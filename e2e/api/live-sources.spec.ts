import { randomUUID } from "node:crypto";
import { done } from "#testing/api-client.ts";
import { type BalanceEvents, followBalance } from "#testing/balance-events.ts";
import { runCommand } from "#testing/run-command.ts";
import { expect, grantOf, newDevice, newOwner, type Owner, test } from "./app.ts";

const image = { feature: "ai-image" };
const spend = { method: "POST", path: "/api/v1/spends", body: image };

test("every line of an account shows on streams of both processes, whatever wrote it", async ({
  server,
  another,
  stranger,
  page,
}) => {
  const owner = await newOwner(server, stranger, { purchased: 200 });
  const { account, web, backend } = owner;
  const there = { web: web.at(another.url), backend: backend.at(another.url) };
  const desktop = await newDevice(server, stranger, { account, platform: "desktop", version: "6.2" });
  const streams = [await followBalance(web), await followBalance(there.backend), await followBalance(desktop)];
  const shows = expecting(owner, streams);
  await shows("what there was", 1, async () => undefined);

  await shows("a spend elsewhere", 2, () => there.web.spend(image));
  await shows("its refund", 3, () => backend.refund(2, { reason: "A test" }));
  await shows("a spend of a device", 4, () => desktop.ask({ ...spend, headers: { "Idempotency-Key": "desktop" } }));
  await shows("a grant elsewhere", 5, () => there.backend.grant(grantOf("activity", 20)));
  const kept = await shows("a hold", 6, () => backend.hold(image));
  await shows("its extension elsewhere", 7, () =>
    there.backend.extend(done(kept).hold.id, { expiresInSeconds: 1_000 }),
  );
  await shows("its capture", 8, () => backend.capture(done(kept).hold.id, { amount: 1 }));
  const given = await shows("a hold elsewhere", 9, () => there.backend.hold(image));
  await shows("its release", 10, () => backend.release(done(given).hold.id));
  const operate = (...words: string[]) => credits(server.databaseUrl, words[0] ?? "", account, words.slice(1));
  await shows("an operator's adjustment", 11, async () => operate("adjust", "-5", "--reason", "A test"));
  await shows("an operator's freezing", 12, async () => operate("freeze", "--reason", "A test"));
  await shows("its end", 13, async () => operate("unfreeze", "--reason", "A test"));
  await shows("a run's hold and capture", 15, async () => {
    const { run } = done(await there.web.startRun({ ...image, input: { prompt: "A lighthouse" } }, randomUUID()));
    await expect.poll(async () => done(await web.run(run.id)).run.status).toBe("done");
  });
  const short = await shows("a short hold", 16, () => backend.hold({ ...image, expiresInSeconds: 5 }));
  await shows("its lapse, which no request triggers", 17, () => untilPast(done(short).hold.expiresAt));
  const ends = new Date(Date.now() + 5_000).toISOString();
  await shows("a grant for a short time", 18, () => backend.grant(grantOf("activity", 7, { expiresAt: ends })));
  await shows("its expiry, which no request triggers", 19, () => untilPast(ends));
  const { url, order } = done(await web.checkout({ pack: "pack-100" }));
  await shows("a purchase, by Stripe's event", 20, async () => {
    await page.goto(url);
    await page.getByRole("button", { name: "Pay", exact: true }).click();
    await expect.poll(async () => done(await web.order(order.id)).order.status).toBe("paid");
  });
  for (const stream of streams) stream.close();
});

/** Does something, and expects the line that it writes on every stream, and no older one after it. */
function expecting({ backend }: Owner, streams: readonly BalanceEvents[]) {
  return async <Answer>(what: string, version: number, act: () => Promise<Answer>): Promise<Answer> => {
    const answer = await act();
    for (const stream of streams) {
      const { balance } = await stream.next((one) => one.version >= version);
      expect([what, balance.version]).toEqual([what, version]);
      const { available } = done(await backend.balance());
      expect([what, balance.available]).toEqual([what, available]);
    }
    return answer;
  };
}

async function untilPast(instant: string): Promise<void> {
  const wait = new Date(instant).getTime() - Date.now();
  await new Promise((resolve) => setTimeout(resolve, Math.max(wait, 0)));
}

async function credits(appUrl: string, what: string, account: string, words: readonly string[]): Promise<void> {
  const { code, error } = await runCommand("credits", [what, ...words, account], { appUrl });
  if (code !== 0) throw new Error(error);
}
