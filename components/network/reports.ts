/**
 * What kept a press from having its effect. offline: this device has no network · waiting: the same, and the page that was
 * asked for opens later · unreachable: no server answered · outdated: another build answers by now · reloaded: that was
 * so, and this is the new page.
 */
export type NetworkProblem = "offline" | "waiting" | "unreachable" | "outdated" | "reloaded";

const listeners = new Set<(problem: NetworkProblem) => void>();

/** Is told every problem from now on; returns how to stop. */
export function onNetworkProblem(listener: (problem: NetworkProblem) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Tells the user at once, wherever on the page they are. */
export function reportProblem(problem: NetworkProblem): void {
  for (const listener of listeners) listener(problem);
}

/** Reports that a request was not answered. */
export function reportUnreachable(): void {
  reportProblem(navigator.onLine ? "unreachable" : "offline");
}
