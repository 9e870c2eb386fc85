import { randomUUID } from "node:crypto";
import type { Db } from "#db/client.ts";
import { createAccount } from "#db/queries/credits/accounts.ts";
import type { GrantCommand, SpendCommand } from "#lib/credits/command.ts";
import type { Kind } from "#lib/credits/kinds.ts";
import type { KeyScope } from "#lib/credits/transaction.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";

/** Opens an account with no credits. */
export async function openAccount(db: Db): Promise<string> {
  const id = randomUUID();
  await db.transaction((tx) => createAccount(tx, id));
  return id;
}

/** Opens an account with credits of these kinds that never expire. */
export async function openAccountWith(db: Db, credits: Partial<Record<Kind, number>>): Promise<string> {
  const account = await openAccount(db);
  if (credits.subscription) await commitOne(db, grantOf(account, credits.subscription, { kind: "subscription" }));
  if (credits.activity) await commitOne(db, grantOf(account, credits.activity, { kind: "activity" }));
  if (credits.purchased) await commitOne(db, grantOf(account, credits.purchased, { kind: "purchased" }));
  return account;
}

/** A grant of purchased credits that never expire, under a unique key, unless overridden. */
export function grantOf(account: string, amount: number, said: Partial<GrantCommand> = {}): GrantCommand {
  const command = {
    kind: "purchased" as const,
    amount,
    expiresAt: null,
    source: "test",
    sourceId: null,
    repays: false,
    ...said,
  };
  const request = keyOf("operator", randomUUID(), { amount });
  return { type: "grant", account, reason: "a test", actor: "test", platform: null, request, ...command };
}

/** A spend on the web, under a unique key unless one is given. */
export function spendOf(
  account: string,
  cost: number,
  { key = randomUUID(), ...said }: Partial<SpendCommand> & { key?: string } = {},
): SpendCommand {
  const request = keyOf("web", key, { cost });
  const asked = {
    feature: "ai-script",
    units: 1,
    reference: null,
    quote: null,
    clientVersion: null,
    actor: "web",
    platform: "web",
  };
  return { type: "spend", account, cost, request, ...asked, ...said };
}

/** The key of a request under a scope, with the fingerprint of what was asked. */
export function keyOf(scope: KeyScope, key: string, body: unknown) {
  return requestKey(scope, key, { method: "POST", path: "/test", body });
}
