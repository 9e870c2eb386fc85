const first = 1_000;
const longest = 30_000;
/** A page whose last failure is longer ago starts with the shortest wait again. */
const forgetAfter = 60_000;

let last = { page: "", at: Number.NEGATIVE_INFINITY, wait: 0 };

/**
 * How many milliseconds a page that failed just now waits before it is retried: longer after each failure. Time in an
 * outage does not count, as retrying ends only when the page can be read: what fails again is the page itself.
 */
export function waitBeforeRetry(page: string, now: number): number {
  const still = page === last.page && now - last.at < last.wait + forgetAfter;
  last = { page, at: now, wait: still ? Math.min(longest, last.wait * 2) : first };
  return last.wait;
}
