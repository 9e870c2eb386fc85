import { database } from "#lib/database.ts";
import { onAnyChange } from "#lib/live/listener.ts";
import { log } from "#lib/observability/log.ts";
import { bookAllDue } from "./book-due.ts";

const longestPauseMs = 30_000;
const shortestPauseMs = 200;

/**
 * Books expiries and lapses at their instant, in each process: a timer to the next one, woken by every announced
 * change, and every 30 s in any case. After an outage it catches up. Other processes may do the same. Returns a
 * function that stops it.
 */
export function keepBooked(): () => void {
  let timer: NodeJS.Timeout | undefined;
  let lookAt = 0;
  let running = false;
  let stopped = false;

  const lookIn = (ms: number) => {
    const at = Date.now() + ms;
    if (stopped || (timer !== undefined && lookAt <= at)) return;
    clearTimeout(timer);
    lookAt = at;
    timer = setTimeout(look, ms);
    timer.unref();
  };
  const look = async () => {
    timer = undefined;
    if (running) return;
    running = true;
    const pause = await bookAllDue(database()).catch(explain);
    running = false;
    lookIn(Math.min(Math.max(pause ?? longestPauseMs, shortestPauseMs), longestPauseMs));
  };
  onAnyChange(() => lookIn(shortestPauseMs));
  lookIn(0);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** An outage does not stop it: the next check catches up. */
function explain(error: unknown): null {
  log.warn({ err: error }, "Due expiries and lapses could not be booked");
  return null;
}
