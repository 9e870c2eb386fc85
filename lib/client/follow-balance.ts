import { type Balance, isNewer } from "./balance.ts";
import { type BalanceSource, readBalance } from "./balance-source.ts";
import { readStream, type StreamEnd } from "./read-stream.ts";
import type { Refusal } from "./refusal.ts";

/**
 * connecting: nothing received yet · live · polling: no stream, read every 15 s · reconnecting: the server
 * cannot be reached or does not receive changes, retrying · refused: see `refusal`.
 */
export interface Following<B extends Balance = Balance> {
  status: "connecting" | "live" | "polling" | "reconnecting" | "refused";
  /** The newest balance received; null before the first, and while access is refused. */
  balance: B | null;
  /** When it was last known to be current: milliseconds since 1970, by this device's clock. */
  heardAt: number | null;
  refusal: Refusal | null;
}

/** Is called with every change of the state. */
export type BalanceListener<B extends Balance = Balance> = (now: Following<B>) => void;

/** A balance that is being followed. */
export interface FollowedBalance {
  /** Retries at once: the device is online again, or the app is in the foreground again. */
  wake: () => void;
  /** Drops the connection: the device is offline, which a connection may not notice for a long time. */
  drop: () => void;
  close: () => void;
}

const firstPauseMs = 500;
// However long an outage was: five seconds after its end all clients have the current state.
const longestPauseMs = 3_000;
/** A refusal may end later, when an operator changes the platform's policy. */
const refusedPauseMs = 10_000;
/** A newer stream of this session or device took its place: reconnecting at once would end another one. */
const replacedPauseMs = 30_000;

const failuresBeforePolling = 2;
const pollEveryMs = 15_000;
/** After this many in a row: a stream that brings a first balance and then nothing is of no use. */
const silencesBeforeDistrust = 2;

/**
 * Follows a balance until it is closed: by its stream, which is reopened whenever it ends, and by reading it every 15 s
 * while there is no stream. Keeps the newest state: the higher version, then the later `at`.
 */
export function followBalance<B extends Balance>(
  source: BalanceSource<B>,
  listener: BalanceListener<B>,
): FollowedBalance {
  const follower = new Follower(source, listener);
  void follower.run();
  return { wake: () => follower.wake(), drop: () => follower.drop(), close: () => follower.close() };
}

class Follower<B extends Balance> {
  readonly #source: BalanceSource<B>;
  readonly #listener: BalanceListener<B>;
  readonly #closed = new AbortController();
  /** Ends pauses early. */
  readonly #wakes = new Set<() => void>();
  #known: Following<B> = { status: "connecting", balance: null, heardAt: null, refusal: null };
  #connection = new AbortController();
  #polling: AbortController | null = null;
  /** How many connections in a row brought nothing after their first balance and were dropped. */
  #silences = 0;

  constructor(source: BalanceSource<B>, listener: BalanceListener<B>) {
    this.#source = source;
    this.#listener = listener;
  }

  async run(): Promise<void> {
    for (let failures = 0; !this.#closed.signal.aborted; ) {
      const end = await this.#followStream();
      if (this.#closed.signal.aborted) return;
      failures = end.status === "lost" && !end.broughtBalance ? failures + 1 : 0;
      if (end.status === "lost" && end.silent) this.#silences += 1;
      if (end.status === "refused") this.#refuse(end.refusal);
      else {
        this.#lose();
        const hasNone = end.status === "replaced" || end.silent || failures >= failuresBeforePolling;
        if (hasNone) this.#startPolling(0);
      }
      await this.#pause(pauseAfter(end, failures), this.#closed.signal);
    }
  }

  wake(): void {
    for (const wake of this.#wakes) wake();
  }

  drop(): void {
    this.#connection.abort();
  }

  close(): void {
    this.#closed.abort();
  }

  async #followStream(): Promise<StreamEnd> {
    this.#connection = new AbortController();
    let isFirst = true;
    return await readStream(this.#source, AbortSignal.any([this.#closed.signal, this.#connection.signal]), {
      onBalance: (balance) => {
        if (!isFirst) this.#silences = 0;
        isFirst = false;
        const isTrusted = this.#silences < silencesBeforeDistrust;
        if (isTrusted) this.#stopPolling();
        this.#hear(isTrusted ? "live" : "polling", balance);
      },
      onHeartbeat: () => {
        this.#silences = 0;
        this.#stopPolling();
        this.#tell({ status: "live", heardAt: Date.now() });
      },
      onAway: () => {
        this.#lose();
        // Not at once: all streams report it together, and usually recover in a moment.
        this.#startPolling(pollEveryMs);
      },
    });
  }

  #startPolling(firstAfterMs: number): void {
    if (this.#polling !== null) return;
    this.#polling = new AbortController();
    void this.#poll(firstAfterMs, AbortSignal.any([this.#closed.signal, this.#polling.signal]));
  }

  #stopPolling(): void {
    this.#polling?.abort();
    this.#polling = null;
  }

  async #poll(firstAfterMs: number, stopped: AbortSignal): Promise<void> {
    if (firstAfterMs > 0) await this.#pause(scatter(firstAfterMs), stopped);
    while (!stopped.aborted) {
      const read = await readBalance(this.#source, stopped);
      if (stopped.aborted) return;
      if (read.status === "ok") this.#hear("polling", read.balance);
      else if (read.status === "refused") this.#refuse(read.refusal);
      else this.#tell({ status: "reconnecting" });
      await this.#pause(scatter(pollEveryMs), stopped);
    }
  }

  #hear(status: "live" | "polling", balance: B): void {
    const shown = this.#known.balance;
    const newest = shown === null || isNewer(balance, shown) ? balance : shown;
    this.#tell({ status, balance: newest, heardAt: Date.now(), refusal: null });
  }

  /** Without a stream it is not live; while polling, the next response gives the state. */
  #lose(): void {
    if (this.#known.status !== "polling") this.#tell({ status: "reconnecting" });
  }

  #refuse(refusal: Refusal): void {
    this.#stopPolling();
    this.#tell({ status: "refused", balance: null, heardAt: null, refusal });
    if (refusal.status === "signed-out") this.close();
  }

  #tell(change: Partial<Following<B>>): void {
    if (this.#closed.signal.aborted) return;
    this.#known = { ...this.#known, ...change };
    this.#listener(this.#known);
  }

  #pause(ms: number, ended: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#wakes.delete(end);
        ended.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#wakes.add(end);
      ended.addEventListener("abort", end);
      if (ended.aborted) end();
    });
  }
}

function pauseAfter({ status }: StreamEnd, failures: number): number {
  if (status === "refused") return refusedPauseMs;
  if (status === "replaced") return replacedPauseMs;
  return scatter(Math.min(longestPauseMs, firstPauseMs * 2 ** Math.max(0, failures - 1)));
}

/** Up to a quarter less, at random, as all clients lost the same server. */
function scatter(ms: number): number {
  return ms * (0.75 + Math.random() / 4);
}
