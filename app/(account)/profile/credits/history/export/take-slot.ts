const slot = Symbol.for("purse.history-exports");
const store: typeof globalThis & { [slot]?: Set<string> } = globalThis;

/** How many downloads one process writes at once: they must leave time for spends. */
const mostAtOnce = 2;

/** Whether an account's download can begin in this process: one for each account. The caller must release what it got. */
export function takeSlot(account: string): { status: "taken"; release: () => void } | { status: "busy" } {
  store[slot] ??= new Set();
  const running = store[slot];
  if (running.has(account) || running.size >= mostAtOnce) return { status: "busy" };
  running.add(account);
  return { status: "taken", release: () => running.delete(account) };
}
