const AT_ONCE = 2;
const WAITING = 8;

type Turns = { running: number; waiting: (() => void)[] };
const slot = Symbol.for("purse.tools.turns");
const store: typeof globalThis & { [slot]?: Turns } = globalThis;

/**
 * Runs heavy work in turn: two at a time in this process, eight waiting; `busy` for any others.
 * Many runs must not slow down other requests.
 */
export async function takeTurn<T>(work: () => Promise<T>): Promise<{ status: "done"; value: T } | { status: "busy" }> {
  store[slot] ??= { running: 0, waiting: [] };
  const turns = store[slot];
  if (turns.running < AT_ONCE) turns.running++;
  else if (turns.waiting.length >= WAITING) return { status: "busy" };
  else await new Promise<void>((resolve) => turns.waiting.push(resolve));
  try {
    return { status: "done", value: await work() };
  } finally {
    // The turn goes to the longest waiting; `running` falls only when none waits.
    const next = turns.waiting.shift();
    if (next) next();
    else turns.running--;
  }
}
