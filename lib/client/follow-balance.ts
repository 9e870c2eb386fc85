import { Balance } from "./answers.ts";
import { readMessages } from "./read-messages.ts";
import { type Refusal, readRefusal } from "./refusal.ts";
import { type Connection, headersOf } from "./send.ts";

/** connecting: not heard from yet · live · reconnecting: lost, trying again · refused: see `refusal`. */
export interface Following {
  status: "connecting" | "live" | "reconnecting" | "refused";
  /** The newest balance that was heard; null before the first, and while the platform may not see it. */
  balance: Balance | null;
  /** When it was last known to be the present one: milliseconds since 1970, by this device's clock. */
  heardAt: number | null;
  refusal: Refusal | null;
}

/** Is told every change of what is known. */
export type BalanceListener = (now: Following) => void;

/** A balance that is being followed. */
export interface FollowedBalance {
  /** Tries again at once: the device is online again, or the app is in front again. */
  wake: () => void;
  close: () => void;
}

// The server speaks at least every 15 s: a connection that is silent for longer is dead, whatever the system says.
const silentAfterMs = 35_000;
const firstPauseMs = 500;
// However long the server was away: five seconds after its return everybody has the present state.
const longestPauseMs = 3_000;
/** What is refused may be allowed later, when an operator changes the platform's policy. */
const refusedPauseMs = 10_000;
/** A newer stream of this device has its place: coming back at once would take another one's. */
const replacedPauseMs = 30_000;

/** Opens the stream of balances and keeps it open. Keeps the newest state: the higher version, then the later `at`. */
export function followBalance(connection: Connection, listener: BalanceListener): FollowedBalance {
  const closed = new AbortController();
  let wake = () => {};
  let known: Following = { status: "connecting", balance: null, heardAt: null, refusal: null };
  const tell = (change: Partial<Following>) => {
    if (closed.signal.aborted) return;
    known = { ...known, ...change };
    listener(known);
  };
  const hear = (balance: Balance) => {
    const newest = known.balance === null || isNewer(balance, known.balance) ? balance : known.balance;
    tell({ status: "live", balance: newest, heardAt: Date.now(), refusal: null });
  };
  const follow = async () => {
    for (let failures = 0; !closed.signal.aborted; failures += 1) {
      const outcome = await listen(connection, closed.signal, { hear, tell });
      if (closed.signal.aborted) return;
      if (outcome.status === "refused") {
        tell({ status: "refused", balance: null, heardAt: null, refusal: outcome.refusal });
        if (outcome.refusal.status === "signed-out") return;
      } else tell({ status: "reconnecting" });
      if (outcome.status === "heard") failures = 0;
      const pause = pauseAfter(outcome, failures);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  void follow();
  return {
    wake: () => wake(),
    close: () => {
      closed.abort();
      wake();
    },
  };
}

/** Whether one reading is newer than another: the higher version, with equal versions the later instant. */
export function isNewer(candidate: Balance, shown: Balance): boolean {
  return candidate.version === shown.version ? candidate.at > shown.at : candidate.version > shown.version;
}

type Outcome = { status: "heard" | "silent" | "replaced" } | { status: "refused"; refusal: Refusal };

function pauseAfter({ status }: Outcome, failures: number): number {
  if (status === "refused") return refusedPauseMs;
  if (status === "replaced") return replacedPauseMs;
  // Not all at once: everybody lost the same server.
  return Math.min(longestPauseMs, firstPauseMs * 2 ** failures) * (0.75 + Math.random() / 4);
}

/** Follows one connection to its end, and says what it brought. */
async function listen(
  connection: Connection,
  closed: AbortSignal,
  { hear, tell }: { hear: (balance: Balance) => void; tell: (change: Partial<Following>) => void },
): Promise<Outcome> {
  const silence = new AbortController();
  const expectMore = () => setTimeout(() => silence.abort(), silentAfterMs);
  let timer = expectMore();
  let heard = false;
  try {
    const answer = await connection.fetch(`${connection.baseUrl}/api/v1/balance/events`, {
      headers: { ...headersOf(connection), Accept: "text/event-stream" },
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.any([closed, silence.signal]),
    });
    if (!answer.ok) return await explain(answer);
    if (answer.body === null) return { status: "silent" };
    for await (const { event, data, comment } of readMessages(answer.body)) {
      clearTimeout(timer);
      timer = expectMore();
      // `away`: the server cannot hear changes itself just now. It speaks again when it can.
      if (comment === "replaced") return { status: "replaced" };
      if (comment === "away") tell({ status: "reconnecting" });
      else if (event === "balance") hear(Balance.parse(JSON.parse(data)));
      else if (comment !== "" && heard) tell({ status: "live", heardAt: Date.now() });
      heard ||= event === "balance";
    }
  } catch {
    // Lost connections are ordinary: the caller is told that we try again.
  } finally {
    clearTimeout(timer);
  }
  return { status: heard ? "heard" : "silent" };
}

async function explain(answer: Response): Promise<Outcome> {
  const body: unknown = await answer.json().catch(() => null);
  const refusal = answer.status < 500 && answer.status !== 429 ? readRefusal(answer.status, null, body) : null;
  return refusal === null ? { status: "silent" } : { status: "refused", refusal };
}
