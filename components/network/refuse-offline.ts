import { reportProblem } from "./reports.ts";

/**
 * Without a network, a form and a button with `data-needs-network` begin nothing and say so at once: what they would send
 * is lost, or hangs for minutes, and then the page fails with what was typed. Returns how to stop.
 */
export function refuseOffline(): () => void {
  const ended = new AbortController();
  const refuse = (event: Event) => {
    if (navigator.onLine || !needsNetwork(event)) return;
    event.preventDefault();
    event.stopPropagation();
    reportProblem("offline");
  };
  // On the window, which hears both before React does.
  for (const type of ["submit", "click"]) {
    window.addEventListener(type, refuse, { capture: true, signal: ended.signal });
  }
  return () => ended.abort();
}

function needsNetwork({ type, target }: Event): boolean {
  if (type === "submit") return true;
  return target instanceof Element && target.closest("[data-needs-network]") !== null;
}
