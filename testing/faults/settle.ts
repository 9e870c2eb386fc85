import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type postgres from "postgres";
import { openDatabase } from "#db/client.ts";
import { verify } from "#lib/ledger/audit/verify.ts";
import { type Log, openingGrant, type Sent, send } from "./load.ts";

const patienceMs = 120_000;
const atOnce = 16;
const replaysAsked = 100;

/**
 * Waits until a process serves again without help: commands of several accounts, each done at its first attempt.
 * Returns when that began. @throws Error when it does not within two minutes.
 */
export async function untilServing(log: Log, url: string, accounts: readonly string[]): Promise<number> {
  const began = Date.now();
  while (Date.now() - began < patienceMs) {
    const asked = Date.now();
    const probes = await Promise.all(accounts.slice(0, 8).map((account) => send(log, url, openingGrant(account))));
    if (probes.every(({ line }) => line !== null)) return asked;
    await sleep(50);
  }
  throw new Error(`the app does not serve again within ${patienceMs} ms`);
}

/** Retries every command that was not acknowledged, with its key, until it is acknowledged. Returns how many. */
export async function settle(log: Log, url: string): Promise<number> {
  const open = log.sent.filter(({ line }) => line === null);
  const until = Date.now() + patienceMs;
  await together(open, async (one) => {
    while (one.line === null) {
      if (Date.now() > until) throw new Error(`${one.path} ${one.key} cannot be settled`);
      if ((await send(log, url, one)).line === null) await sleep(50);
    }
  });
  const acknowledged = log.sent.filter((one) => !open.includes(one)).slice(-replaysAsked);
  await together(acknowledged, async (one) => {
    await send(log, url, one);
  });
  return open.length;
}

/** Compares the database with what was acknowledged, and checks the invariants. @throws Error that says what is wrong. */
export async function compare(log: Log, owner: postgres.Sql, databaseUrl: string): Promise<void> {
  const rows = await owner<{ account: string; version: number; amount: number; key: string }[]>`
    select account_id as account, version::int as version, amount::int as amount,
      encode(idempotency_key, 'hex') as key
    from credit_transactions where idempotency_key is not null`;
  const sent = new Map(log.sent.map((one) => [nameOf(one.account, hashOf(one.key)), one]));
  const accounts = new Set(log.sent.map(({ account }) => account));
  const lines = rows.filter(({ account }) => accounts.has(account));
  const wrong = [...log.wrong];
  for (const { account, version, amount, key } of lines) {
    const promised = sent.get(nameOf(account, key))?.line;
    if (promised === undefined) wrong.push(`line ${version} of ${account} has no request, or is there twice`);
    else if (promised === null) wrong.push(`line ${version} of ${account} was written, and its sender was not told`);
    else if (promised.version !== version || promised.amount !== amount)
      wrong.push(`line ${version} of ${account} is not the line that was acknowledged`);
    sent.delete(nameOf(account, key));
  }
  for (const { account, path, line } of sent.values())
    if (line !== null) wrong.push(`${path} of ${account} was acknowledged as line ${line.version} and is not there`);
  wrong.push(...(await readBreaches(databaseUrl)));
  if (wrong.length > 0) throw new Error(wrong.slice(0, 5).join("\n"));
}

async function readBreaches(databaseUrl: string): Promise<string[]> {
  const db = openDatabase(databaseUrl, { max: 1 });
  try {
    return (await verify(db)).flatMap(({ invariant, breach }) =>
      breach === null ? [] : [`invariant ${invariant}: ${breach}`],
    );
  } finally {
    await db.$client.end({ timeout: 1 });
  }
}

function nameOf(account: string, key: string): string {
  return `${account} ${key}`;
}

/** As the ledger stores a key. */
function hashOf(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 32);
}

async function together(list: readonly Sent[], work: (one: Sent) => Promise<void>): Promise<void> {
  const rest = list.values();
  const workers = Array.from({ length: atOnce }, async () => {
    for (const one of rest) await work(one);
  });
  await Promise.all(workers);
}
