import { database } from "#lib/database.ts";
import { onAnyChange } from "#lib/live/listener.ts";
import { log } from "#lib/observability/log.ts";
import { bookAllDue } from "./book-due.ts";

const longestPauseMs = 30_000;
const shortestPauseMs = 200;

/**
 * Books expiries and lapses at their instant, in each process: a timer to the next one, woken by every announced
 * change, and every 30 s whatever happens. After an outage it catches up. Other processes may do the same. Answers how to
 * stop it.
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

/** An outage is no reason to stop: the next look catches up. */
function explain(error: unknown): null {
  log.warn({ err: error }, "What is due could not be booked");
  return null;
}
