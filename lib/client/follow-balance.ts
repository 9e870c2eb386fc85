import { type Balance, isNewer } from "./balance.ts";
import { type BalanceSource, readBalance } from "./balance-source.ts";
import { readStream, type StreamEnd } from "./read-stream.ts";
import type { Refusal } from "./refusal.ts";

/**
 * connecting: nothing heard yet · live · polling: without a stream, and asked for every 15 s · reconnecting: the server
 * cannot be reached or does not hear changes, trying again · refused: see `refusal`.
 */
export interface Following<B extends Balance = Balance> {
  status: "connecting" | "live" | "polling" | "reconnecting" | "refused";
  /** The newest balance that was heard; null before the first, and while it may not be seen. */
  balance: B | null;
  /** When it was last known to be the present one: milliseconds since 1970, by this device's clock. */
  heardAt: number | null;
  refusal: Refusal | null;
}

/** Is told every change of what is known. */
export type BalanceListener<B extends Balance = Balance> = (now: Following<B>) => void;

/** A balance that is being followed. */
export interface FollowedBalance {
  /** Tries again at once: the device is online again, or the app is in front again. */
  wake: () => void;
  /** Gives the connection up: the device is offline, which a connection may not notice for long. */
  drop: () => void;
  close: () => void;
}

const firstPauseMs = 500;
// However long the server was away: five seconds after its return everybody has the present state.
const longestPauseMs = 3_000;
/** What is refused may be allowed later, when an operator changes the platform's policy. */
const refusedPauseMs = 10_000;
/** A newer stream of this session or device has its place: coming back at once would take another one's. */
const replacedPauseMs = 30_000;

const failuresBeforePolling = 2;
const pollEveryMs = 15_000;
/** As often in a row: what brings a first balance and then nothing is followed by nobody. */
const silencesBeforeDistrust = 2;

/**
 * Follows a balance until it is closed: by its stream, which is opened again whenever it ends, and by asking every 15 s
 * while there is none. Keeps the newest state: the higher version, then the later `at`.
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
  /** Ends pauses before their time. */
  readonly #wakes = new Set<() => void>();
  #known: Following<B> = { status: "connecting", balance: null, heardAt: null, refusal: null };
  #connection = new AbortController();
  #polling: AbortController | null = null;
  /** How many connections in a row brought nothing after their first balance, until they were given up. */
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
        // Not at once: everybody's stream says so together, and mostly takes it back in a moment.
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

  /** Without a stream it is not live; where it is asked for, the next response says how things are. */
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

/** Up to a quarter less, by chance: everybody lost the same server. */
function scatter(ms: number): number {
  return ms * (0.75 + Math.random() / 4);
}
