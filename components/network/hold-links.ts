import { reportProblem } from "./reports.ts";

/**
 * While the network is down, a link to another page of ours waits for it instead of opening the browser's error page.
 * Returns how to stop.
 */
export function holdLinks(): () => void {
  const ended = new AbortController();
  let waiting: string | null = null;
  const hold = (event: MouseEvent) => {
    const address = navigator.onLine || opensElsewhere(event) ? null : addressOf(event.target);
    if (address === null) return;
    event.preventDefault();
    waiting = address;
    reportProblem("waiting");
  };
  const follow = () => {
    if (waiting !== null) location.assign(waiting);
  };
  // Runs before Next's links, which ignore a click that is already prevented.
  document.addEventListener("click", hold, { capture: true, signal: ended.signal });
  window.addEventListener("online", follow, { signal: ended.signal });
  return () => ended.abort();
}

function opensElsewhere({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean {
  return button !== 0 || metaKey || ctrlKey || shiftKey || altKey;
}

/** The URL of the clicked link, if it leads to another page of this site. */
function addressOf(clicked: EventTarget | null): string | null {
  const link = clicked instanceof Element ? clicked.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.target !== "" || link.origin !== location.origin) return null;
  const isOpen = link.pathname === location.pathname && link.search === location.search;
  return isOpen ? null : link.href;
}
