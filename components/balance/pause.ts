/** Waits, but not longer than until the machine is online again, the page is looked at again, or it is no longer wanted. */
export function pause(milliseconds: number, closed?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = new AbortController();
    const end = () => {
      clearTimeout(timer);
      done.abort();
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    window.addEventListener("online", end, { signal: done.signal });
    document.addEventListener("visibilitychange", end, { signal: done.signal });
    closed?.addEventListener("abort", end, { signal: done.signal });
  });
}
