import { randomUUID } from "node:crypto";
import type postgres from "postgres";
import type { Db } from "#db/client.ts";
import { commitHistory } from "#lib/ledger/commit/commit-history.ts";
import { grantOf, keyOf, openAccount, spendOf } from "./accounts.ts";
import {
  adjustOf,
  captureOf,
  extendOf,
  forgiveOf,
  freezeOf,
  holdOf,
  refundOf,
  releaseOf,
  revokeOf,
} from "./use-commands.ts";

/** An account with a complete history: every type of line, every kind of return, an order, an open hold, frozen now. */
export async function openWholePast(db: Db, owner: postgres.Sql): Promise<void> {
  const account = await openAccount(db);
  const order = randomUUID();
  await db.transaction((tx) =>
    commitHistory(tx, [account], (now) => {
      const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
      const plan = { kind: "subscription" as const, source: "plan" };
      const gift = { kind: "activity" as const, expiresAt: ago(-10_000), sourceId: account };
      return [
        { now: ago(100), command: grantOf(account, 30, { ...plan, expiresAt: ago(80), reason: "Pro plan" }) },
        { now: ago(99), command: grantOf(account, 60, gift) },
        {
          now: ago(98),
          command: grantOf(account, 100, {
            source: "order",
            sourceId: order,
            request: { ...keyOf("operator", order, {}), scope: "stripe" },
          }),
        },
        { now: ago(97), command: spendOf(account, 24, { reference: "job 1" }) },
        { now: ago(96), command: { ...holdOf(account, 20), reference: "run 1" } },
        { now: ago(95), command: extendOf(account, 1, { expiresInSeconds: 3_000 }) },
        { now: ago(94), command: grantOf(account, 7, { ...plan, expiresAt: ago(79) }) },
        // 6 were held of an expired batch: 4 of them are used, 2 return as a new batch, 14 to their batch.
        { now: ago(70), command: captureOf(account, 1, { amount: 4 }) },
        { now: ago(69), command: refundOf(account, 4, { amount: 3 }) },
        { now: ago(60), command: grantOf(account, 9, { ...plan, expiresAt: ago(55) }) },
        { now: ago(59), command: holdOf(account, 9) },
        { now: ago(50), command: releaseOf(account, 2, { cause: "cancelled" }) },
        { now: ago(45), command: holdOf(account, 5, { expiresInSeconds: 60 }) },
        { now: ago(40), command: adjustOf(account, 8) },
        { now: ago(39), command: adjustOf(account, -3) },
        { now: ago(38), command: { ...adjustOf(account, -2), batch: 3 } },
        { now: ago(30), command: holdOf(account, 6, { expiresInSeconds: 80_000 }) },
        // The payments of 3 and 9 are returned after their credits were used and held; 10 repays, and a part is undone.
        { now: ago(29.9), command: grantOf(account, 40) },
        { now: ago(29.8), command: spendOf(account, 140) },
        { now: ago(29.7), command: holdOf(account, 10) },
        { now: ago(29.6), command: revokeOf(account, 3, 95) },
        { now: ago(29.5), command: captureOf(account, 5, { amount: 4 }) },
        { now: ago(29.4), command: grantOf(account, 30, { repays: true }) },
        { now: ago(29.3), command: forgiveOf(account, 3) },
        { now: ago(29.2), command: spendOf(account, 30) },
        { now: ago(29.1), command: revokeOf(account, 9, 30) },
        { now: ago(29), command: revokeOf(account, 3, 90) },
        { now: ago(20), command: freezeOf(account) },
        { now: ago(15), command: freezeOf(account, "unfreeze") },
        { now: ago(10), command: freezeOf(account) },
      ];
    }),
  );
  await owner`insert into users (id, email) values (${account}, 'somebody@example.com')`;
  await owner`insert into packs (slug, "from", credits, amount_cents, currency) values ('p100', now() - interval '1 day', 100, 999, 'eur')`;
  await owner`insert into orders (id, user_id, key_scope, idempotency_key, fingerprint, pack, credits, amount_cents, currency,
      status, grant_version)
    values (${order}, ${account}, 'web', '\\xab', '\\xab', 'p100', 100, 999, 'eur', 'paid', 3)`;
}
