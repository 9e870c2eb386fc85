import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { isUnavailable } from "#db/failure.ts";
import { presentBalance } from "#lib/api/present.ts";
import { database, renewDatabase } from "#lib/database.ts";
import { type BalanceReading, readBalances } from "#lib/ledger/read-balance.ts";
import { log } from "#lib/observability/log.ts";
import { isLate, withDeadline } from "#lib/with-deadline.ts";
import { endStream, type OpenStreams, openStreams } from "./open-streams.ts";
import type { FollowedAccount, Stream, Word } from "./stream.ts";
import { tellSoon } from "./tell-in-turn.ts";

/** As many as are read in a few milliseconds. */
const accountsAStatement = 250;
const deadlineMs = 5_000;
const retryMs = 1_000;
const patienceMs = 5_000;
const longestTimerMs = 2 ** 31 - 1;

/**
 * Reads an account soon and tells its streams what is new; those that wait are read together. One statement is under way
 * at a time: what a stream is told never becomes older, and an account that changes faster is read as often as there is
 * time for. While the database cannot be asked it tries again each second.
 */
export function readSoon(account: FollowedAccount): void {
  const streams = openStreams();
  streams.toRead.add(account);
  if (streams.reading) return;
  streams.reading = true;
  void readAll(streams);
}

async function readAll(streams: OpenStreams): Promise<void> {
  const { toRead } = streams;
  let failing = false;
  // Whoever is announced in the same turn comes along.
  await Promise.resolve();
  while (toRead.size > 0) {
    const accounts = takeSome(toRead);
    try {
      await readThese(accounts);
      failing = false;
    } catch (error) {
      if (!failing) log.warn({ err: error }, "Balance streams wait");
      failing = true;
      for (const account of accounts) if (account.streams.size > 0) toRead.add(account);
      await sleep(retryMs);
    }
  }
  // At once: whoever comes from now on begins anew.
  streams.reading = false;
}

function takeSome(toRead: Set<FollowedAccount>): FollowedAccount[] {
  const accounts: FollowedAccount[] = [];
  for (const account of toRead) {
    if (accounts.length === accountsAStatement) break;
    toRead.delete(account);
    if (account.streams.size > 0) accounts.push(account);
  }
  return accounts;
}

/** What fails for another reason than an outage is read by halves: one account that cannot be read stops no other. */
async function readThese(accounts: FollowedAccount[]): Promise<void> {
  const [first] = accounts;
  if (first === undefined) return;
  for (const account of accounts) account.begun += 1;
  try {
    const balances = await readInTime(accounts.map(({ id }) => id));
    for (const account of accounts) take(account, balances.get(account.id));
  } catch (error) {
    if (isUnavailable(error) || isLate(error)) throw error;
    if (accounts.length === 1) return giveUpFor(first, error);
    const half = accounts.length >> 1;
    await readThese(accounts.slice(0, half));
    await readThese(accounts.slice(half));
  }
}

function giveUpFor(account: FollowedAccount, error: unknown): void {
  log.error({ err: error, account: account.id }, "A balance could not be read");
  readAgainIn(account, patienceMs);
}

async function readInTime(ids: string[]): Promise<Map<string, BalanceReading>> {
  const db = database();
  try {
    return await withDeadline(readBalances(db, ids), deadlineMs);
  } catch (error) {
    // Its connection may hang for ever, and with it everybody who is read next.
    if (isLate(error)) renewDatabase(db);
    throw error;
  }
}

function take(account: FollowedAccount, reading: BalanceReading | undefined): void {
  // Its last stream has ended meanwhile.
  if (account.streams.size === 0) return;
  if (reading === undefined) {
    // The account is gone.
    for (const stream of account.streams) endStream(stream);
    return;
  }
  const { balance } = reading;
  account.succeeded = account.begun;
  for (const [sees, known] of account.states) {
    const shown = presentBalance(balance, sees);
    const { at: _, ...rest } = shown;
    const text = JSON.stringify(rest);
    const message = encoder.encode(`event: balance\nid: ${balance.version}\ndata: ${JSON.stringify(shown)}\n\n`);
    if (text === known.text) known.message = message;
    else account.states.set(sees, { text, message });
  }
  readAgainIn(account, untilChange(reading));
  for (const stream of account.streams) stream.word = wordAfter(stream);
  tellSoon(account.streams);
}

const encoder = new TextEncoder();

/** A state says that changes are heard: what follows it takes that back, and what was said before is taken back without one. */
function wordAfter({ word, away }: Stream): Word | null {
  if (openStreams().deaf) return "away";
  return away ? "still here" : word;
}

function readAgainIn(account: FollowedAccount, wait: number | null): void {
  clearTimeout(account.timer);
  if (wait !== null) account.timer = setTimeout(() => readSoon(account), Math.min(wait, longestTimerMs));
}

/** By the database's clock, as both instants are its own; a millisecond later an expiry or a lapse counts as done. */
function untilChange({ balance, changesAt }: BalanceReading): number | null {
  if (changesAt === null) return null;
  return Math.max(changesAt.getTime() - new Date(balance.at).getTime(), 0) + 1;
}
