import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { isUnavailable } from "#db/failure.ts";
import { presentBalance } from "#lib/api/present.ts";
import { database, renewDatabase } from "#lib/database.ts";
import type { Visibility } from "#lib/devices/policy.ts";
import { type BalanceReading, readBalances } from "#lib/ledger/read/balance.ts";
import { log } from "#lib/observability/log.ts";
import { isLate, withDeadline } from "#lib/with-deadline.ts";
import type { EventStream, State } from "./event-stream.ts";

/** An account that streams follow: read once, for all of them. */
export class FollowedAccount {
  readonly id: string;
  readonly streams = new Set<EventStream>();
  /** How many reads of it have started. One is in flight at a time. */
  begun = 0;
  /** The number of the last read that succeeded. */
  #succeeded = 0;
  /** Its state then, encoded for each visibility that a stream had. */
  readonly #states = new Map<Visibility, State>();
  /** The timer of its next read without an announced change. */
  #timer: NodeJS.Timeout | undefined;

  constructor(id: string) {
    this.id = id;
  }

  /** Counts one more stream that follows it. */
  add(stream: EventStream): void {
    this.streams.add(stream);
    if (!this.#states.has(stream.visibility))
      this.#states.set(stream.visibility, { text: "", message: new Uint8Array() });
  }

  /** Its state for a visibility, if it was read after this many reads had started. */
  stateFor(visibility: Visibility, readings: number): State | undefined {
    return this.#succeeded > readings ? this.#states.get(visibility) : undefined;
  }

  /** Stores the result of the read in flight. A state equal to the one before stays the same object. */
  take({ balance }: BalanceReading): void {
    this.#succeeded = this.begun;
    for (const [visibility, known] of this.#states) {
      const shown = presentBalance(balance, visibility);
      const { at: _, ...rest } = shown;
      const text = JSON.stringify(rest);
      const message = encoder.encode(`event: balance\nid: ${balance.version}\ndata: ${JSON.stringify(shown)}\n\n`);
      if (text === known.text) known.message = message;
      else this.#states.set(visibility, { text, message });
    }
  }

  /** Calls `then` after a while, replacing the call that was scheduled before; null: never. */
  callIn(ms: number | null, call: () => void): void {
    clearTimeout(this.#timer);
    if (ms !== null) this.#timer = setTimeout(call, Math.min(ms, longestTimerMs));
  }
}

const encoder = new TextEncoder();
const longestTimerMs = 2 ** 31 - 1;

/** How many accounts can be read in a few milliseconds. */
const accountsAStatement = 250;
const deadlineMs = 5_000;
/** The wait after an outage, and after an account that could not be read for another reason. */
const retryMs = 1_000;
const patienceMs = 5_000;

/**
 * Reads accounts in turn; those that wait are read together. One statement is in flight at a time, so a result is never
 * older than the one before, and an account that changes faster is read as often as there is time. During an outage of
 * the database it retries each second. An account is also read when it next changes automatically (expiry, lapse).
 */
export class AccountReader {
  readonly #waiting = new Set<FollowedAccount>();
  readonly #onRead: (account: FollowedAccount) => void;
  readonly #onGone: (account: FollowedAccount) => void;
  #isReading = false;

  /** Called for each account that was read, and for each that no longer exists. */
  constructor(listener: { onRead: (account: FollowedAccount) => void; onGone: (account: FollowedAccount) => void }) {
    this.#onRead = listener.onRead;
    this.#onGone = listener.onGone;
  }

  /** Reads an account soon, if a stream still follows it then. */
  readSoon(account: FollowedAccount): void {
    this.#waiting.add(account);
    if (this.#isReading) return;
    this.#isReading = true;
    void this.#readAll();
  }

  async #readAll(): Promise<void> {
    let isFailing = false;
    // Accounts announced in the same turn of the event loop are read together.
    await Promise.resolve();
    while (this.#waiting.size > 0) {
      const accounts = this.#takeSome();
      try {
        await this.#read(accounts);
        isFailing = false;
      } catch (error) {
        if (!isFailing) log.warn({ err: error }, "Balance streams wait");
        isFailing = true;
        for (const account of accounts) if (account.streams.size > 0) this.#waiting.add(account);
        await sleep(retryMs);
      }
    }
    // Cleared before the read: accounts announced from now on are read again.
    this.#isReading = false;
  }

  #takeSome(): FollowedAccount[] {
    const accounts: FollowedAccount[] = [];
    for (const account of this.#waiting) {
      if (accounts.length === accountsAStatement) break;
      this.#waiting.delete(account);
      if (account.streams.size > 0) accounts.push(account);
    }
    return accounts;
  }

  /** A read that fails for another reason than an outage is halved: one unreadable account does not stop the others. */
  async #read(accounts: FollowedAccount[]): Promise<void> {
    const [first] = accounts;
    if (first === undefined) return;
    for (const account of accounts) account.begun += 1;
    try {
      const balances = await readInTime(accounts.map(({ id }) => id));
      for (const account of accounts) this.#take(account, balances.get(account.id));
    } catch (error) {
      if (isUnavailable(error) || isLate(error)) throw error;
      if (accounts.length === 1) {
        log.error({ err: error, account: first.id }, "A balance could not be read");
        first.callIn(patienceMs, () => this.readSoon(first));
        return;
      }
      const half = accounts.length >> 1;
      await this.#read(accounts.slice(0, half));
      await this.#read(accounts.slice(half));
    }
  }

  #take(account: FollowedAccount, reading: BalanceReading | undefined): void {
    // Its last stream has ended meanwhile.
    if (account.streams.size === 0) return;
    if (reading === undefined) {
      this.#onGone(account);
      return;
    }
    account.take(reading);
    account.callIn(untilChange(reading), () => this.readSoon(account));
    this.#onRead(account);
  }
}

async function readInTime(ids: string[]): Promise<Map<string, BalanceReading>> {
  const db = database();
  try {
    return await withDeadline(readBalances(db, ids), deadlineMs);
  } catch (error) {
    // Its connection may hang for ever, and every later read with it.
    if (isLate(error)) renewDatabase(db);
    throw error;
  }
}

/** By the database's clock, which both instants come from; a millisecond later an expiry or a lapse counts as done. */
function untilChange({ balance, changesAt }: BalanceReading): number | null {
  if (changesAt === null) return null;
  return Math.max(changesAt.getTime() - new Date(balance.at).getTime(), 0) + 1;
}
