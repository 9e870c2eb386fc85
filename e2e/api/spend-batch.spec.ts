import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type ApiClient, done } from "#testing/api-client.ts";
import { countLines, expect, newOwner, newServiceKey, test } from "./app.ts";

const results = z.object({
  results: z.array(
    z.object({
      status: z.number(),
      replayed: z.boolean(),
      transaction: z.object({ version: z.number(), amount: z.number() }).optional(),
      balance: z.object({ available: z.number() }).optional(),
      problem: z.object({ type: z.string(), status: z.number() }).optional(),
    }),
  ),
});

async function spendAll(api: ApiClient, spends: readonly object[]) {
  const answer = await api.ask({ method: "POST", path: "/api/v1/spends/batch", body: { spends } });
  return results.parse(done(answer)).results;
}

test("spends of several accounts in one request each get the response they would get alone", async ({
  server,
  stranger,
}) => {
  const rich = await newOwner(server, stranger, { purchased: 100 });
  const poor = await newOwner(server, stranger, { purchased: 1 });
  const spend = { account: rich.account, key: randomUUID(), feature: "ai-image", units: 2 };
  const answers = await spendAll(rich.backend, [
    spend,
    { account: poor.account, key: randomUUID(), feature: "ai-image" },
    { account: randomUUID(), key: randomUUID(), feature: "ai-image" },
    { account: rich.account, key: randomUUID(), feature: "no-such-feature" },
    spend,
  ]);
  expect(answers.map(({ status, problem }) => [status, problem?.type])).toEqual([
    [201, undefined],
    [402, "/problems/insufficient-credits"],
    [404, "/problems/not-found"],
    [422, "/problems/invalid-request"],
    [201, undefined],
  ]);
  // Two with one key are one transaction, whichever of them came first.
  expect(answers[4]?.transaction).toEqual(answers[0]?.transaction);
  expect([answers[0]?.replayed, answers[4]?.replayed].sort()).toEqual([false, true]);
  expect(await countLines(server, rich.account)).toBe(2);
  expect(await countLines(server, poor.account)).toBe(1);
});

test("a retry of a batched spend by the single call, or the reverse, is a replay", async ({ server, stranger }) => {
  const { account, backend } = await newOwner(server, stranger, { purchased: 100 });
  const [first, second] = [randomUUID(), randomUUID()];
  const single = await backend.spend({ feature: "ai-image" }, first);
  const [again, other] = await spendAll(backend, [
    { account, key: first, feature: "ai-image" },
    { account, key: second, feature: "ai-image", units: 1, reference: "job 7" },
  ]);
  expect([again?.status, again?.replayed, again?.transaction?.version]).toEqual([
    201,
    true,
    done(single).transaction.version,
  ]);
  const repeated = await backend.spend({ feature: "ai-image", reference: "job 7" }, second);
  expect([repeated.replayed, done(repeated).transaction.version]).toEqual([true, other?.transaction?.version]);
  const [reused] = await spendAll(backend, [{ account, key: first, feature: "ai-image", units: 3 }]);
  expect([reused?.status, reused?.problem?.type]).toEqual([422, "/problems/idempotency-key-reused"]);
  expect(await countLines(server, account)).toBe(3);
});

test("only a back end with the right to spend can send batches, of 1 to 256 well-formed spends", async ({
  server,
  stranger,
}) => {
  const { account, web, backend } = await newOwner(server, stranger, { purchased: 1_000 });
  const path = "/api/v1/spends/batch";
  const spend = () => ({ account, key: randomUUID(), feature: "ai-script" });
  const one = { spends: [spend()] };
  expect((await web.ask({ method: "POST", path, body: one })).status).toBe(403);
  const reader = stranger.as({ Authorization: `Bearer ${await newServiceKey(server, ["read"])}` });
  expect((await reader.ask({ method: "POST", path, body: one })).status).toBe(403);
  const spends = (count: number) => ({ spends: Array.from({ length: count }, spend) });
  for (const body of [
    spends(0),
    spends(257),
    { spends: [{ ...spend(), key: "" }] },
    // The single call's header cannot carry these spaces, so a retry there would be another spend.
    { spends: [{ ...spend(), key: ` ${randomUUID()}` }] },
    { spends: [{ ...spend(), key: `${randomUUID()} ` }] },
    { spends: [{ ...spend(), account: "x" }] },
    { spends: [spend(), { ...spend(), cost: 1 }] },
  ]) {
    expect((await backend.ask({ method: "POST", path, body })).status).toBe(422);
  }
  expect((await backend.ask({ method: "POST", path, body: `{"spends":["${"x".repeat(256 * 1024)}"]}` })).status).toBe(
    413,
  );
  expect(await countLines(server, account)).toBe(1);
  expect((await spendAll(backend, spends(256).spends)).map(({ status }) => status)).toEqual(Array(256).fill(201));
  expect(await countLines(server, account)).toBe(257);
});
