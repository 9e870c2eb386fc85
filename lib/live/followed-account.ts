import "server-only";
import { presentBalance } from "#lib/api/present.ts";
import type { Visibility } from "#lib/devices/policy.ts";
import type { BalanceReading } from "#lib/ledger/read/balance.ts";

/** One state of an account for one visibility, encoded once for all streams that are sent it. */
export interface State {
  /** What distinguishes it from another state: everything except the instant of its read. */
  text: string;
  message: Uint8Array;
}

/** An account that streams follow: read once, for all of them. */
export class FollowedAccount<Stream extends { readonly visibility: Visibility }> {
  readonly id: string;
  readonly streams = new Set<Stream>();
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
  add(stream: Stream): void {
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
