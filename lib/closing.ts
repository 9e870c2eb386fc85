import { setTimeout as sleep } from "node:timers/promises";

type Work = () => Promise<void>;

const slot = Symbol.for("purse.closing");
const store: typeof globalThis & { [slot]?: Set<Work> } = globalThis;

/** Notes what has to be brought to its end before the process ends. */
export function onClosing(work: Work): void {
  store[slot] ??= new Set();
  store[slot].add(work);
}

/** Brings all of that to its end, within a time; what fails or takes longer stops nobody. */
export async function close(patienceMs: number): Promise<void> {
  const works = [...(store[slot] ?? [])];
  await Promise.race([Promise.allSettled(works.map((work) => work())), sleep(patienceMs)]);
}
