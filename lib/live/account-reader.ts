import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { isUnavailable } from "#db/failure.ts";
import { database, renewDatabase } from "#lib/database.ts";
import { type BalanceReading, readBalances } from "#lib/ledger/read/balance.ts";
import { log } from "#lib/observability/log.ts";
import { isLate, withDeadline } from "#lib/with-deadline.ts";
import type { StreamedAccount } from "./event-stream.ts";

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
  readonly #waiting = new Set<StreamedAccount>();
  readonly #onRead: (account: StreamedAccount) => void;
  readonly #onGone: (account: StreamedAccount) => void;
  #isReading = false;

  /** Called for each account that was read, and for each that no longer exists. */
  constructor(listener: { onRead: (account: StreamedAccount) => void; onGone: (account: StreamedAccount) => void }) {
    this.#onRead = listener.onRead;
    this.#onGone = listener.onGone;
  }

  /** Reads an account soon, if a stream still follows it then. */
  readSoon(account: StreamedAccount): void {
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
        if (!isFailing) log.warn({ err: error }, "Balance streams are waiting for the database");
        isFailing = true;
        for (const account of accounts) if (account.streams.size > 0) this.#waiting.add(account);
        await sleep(retryMs);
      }
    }
    // Cleared before the read: accounts announced from now on are read again.
    this.#isReading = false;
  }

  #takeSome(): StreamedAccount[] {
    const accounts: StreamedAccount[] = [];
    for (const account of this.#waiting) {
      if (accounts.length === accountsAStatement) break;
      this.#waiting.delete(account);
      if (account.streams.size > 0) accounts.push(account);
    }
    return accounts;
  }

  /** A read that fails for another reason than an outage is halved: one unreadable account does not stop the others. */
  async #read(accounts: StreamedAccount[]): Promise<void> {
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

  #take(account: StreamedAccount, reading: BalanceReading | undefined): void {
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
