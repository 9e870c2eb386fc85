import { setTimeout as sleep } from "node:timers/promises";

type Work = () => Promise<void>;

const slot = Symbol.for("purse.closing");
const store: typeof globalThis & { [slot]?: Set<Work> } = globalThis;

/** Registers something that must be closed before the process ends. */
export function onClosing(work: Work): void {
  store[slot] ??= new Set();
  store[slot].add(work);
}

/** Closes everything registered, within a time limit; what fails or takes longer does not delay the rest. */
export async function close(patienceMs: number): Promise<void> {
  const works = [...(store[slot] ?? [])];
  await Promise.race([Promise.allSettled(works.map((work) => work())), sleep(patienceMs)]);
}
