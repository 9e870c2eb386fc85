import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "#db/client.ts";
import { verify } from "#lib/ledger/audit/verify.ts";
import type { AppServer } from "#testing/app-server.ts";
import { expect, newOwner, test } from "./app.ts";

// The same without HTTP, in more rounds: lib/ledger/commit/lost-connections.db.test.ts.
const rounds = process.env.E2E_ALL ? 5 : 2;

test("every pooled connection is killed with 60 spends in flight: the app keeps serving, and the ledger is right", async ({
  server,
  stranger,
}) => {
  const { account, backend } = await newOwner(server, stranger, { subscription: 200, purchased: 1_000 });
  const keys = Array.from({ length: 60 * rounds }, (_, index) => `spend-${index}`);
  const spend = (key: string) => backend.spend({ feature: "ai-script" }, key);
  const acknowledged = new Map<string, number>();
  for (let round = 0; round < rounds; round += 1) {
    const settled = keys.slice(round * 60, round * 60 + 60).map(async (key) => {
      const answer = await spend(key);
      expect([201, 503]).toContain(answer.status);
      if (answer.body !== null) acknowledged.set(key, answer.body.transaction.version);
    });
    for (let kill = 0; kill < 3; kill += 1) {
      await sleep(10 + Math.random() * 60);
      await killEveryConnection(server);
    }
    await Promise.all(settled);
  }
  for (const key of keys) {
    const answer = await untilKnown(() => spend(key));
    expect(answer.status).toBe(201);
    const version = acknowledged.get(key);
    if (version !== undefined) expect(answer.body?.transaction.version).toBe(version);
    if (version !== undefined) expect(answer.replayed).toBe(true);
  }
  const [row] = await server.owner`
    select count(*)::int as spends from credit_transactions where account_id = ${account} and type = 'spend'`;
  expect(row?.spends).toBe(60 * rounds);
  const db = openDatabase(server.databaseUrl, { max: 1 });
  expect((await verify(db)).filter((finding) => finding.breach !== null)).toEqual([]);
  await db.$client.end();
});

/** A killed connection is discovered by the first request that uses it: 503, and a retry with the same key finds out. */
async function untilKnown<Answer extends { status: number }>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await ask();
    if (answer.status !== 503 || tries === 5) return answer;
    await sleep(200);
  }
}

async function killEveryConnection({ superuser }: AppServer): Promise<void> {
  await superuser`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'purse_app'`;
}
