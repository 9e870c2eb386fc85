import { type Db, openDatabase } from "#db/client.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { spendOne } from "./commands.ts";

/** Callers who each wait for their response before they send the next request. */
export interface Load {
  callers: number;
  ms: number;
  grouped: boolean;
  account: () => string;
}

/** Spends of one credit per second, all of them done. */
export async function spendsASecond(db: Db, load: Load): Promise<number> {
  const { done, ms } = await spendFor(db, load);
  return (done / ms) * 1000;
}

/** How many spends were done in how long. */
export async function spendFor(db: Db, { callers, ms, grouped, account }: Load): Promise<{ done: number; ms: number }> {
  process.env.GROUP_COMMIT = grouped ? "on" : "off";
  const started = performance.now();
  let done = 0;
  const caller = async () => {
    while (performance.now() - started < ms) {
      const outcome = await commitOne(db, spendOne(account()));
      if (outcome.status === "refused") throw new Error(`bench: refused, ${outcome.refusal.slug}`);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { done, ms: performance.now() - started };
}

/** Any of them, with equal probability. */
export function anyOf(ids: readonly string[]): () => string {
  return () => {
    const id = ids[Math.floor(Math.random() * ids.length)];
    if (id === undefined) throw new Error("bench: there are no accounts");
    return id;
  };
}

/** The pool size at which one transaction per spend is fastest: tries several, with as many callers as connections. */
export async function openBestSinglePool(
  appUrl: string,
  { account, ms, connections }: { account: () => string; ms: number; connections: readonly number[] },
): Promise<{ db: Db; callers: number }> {
  const tried: { callers: number; rate: number }[] = [];
  for (const callers of connections) {
    const db = openForCallers(appUrl, callers);
    await spendFor(db, { callers, ms: ms / 3, grouped: false, account });
    tried.push({ callers, rate: await spendsASecond(db, { callers, ms, grouped: false, account }) });
    await db.$client.end();
  }
  const [best] = tried.toSorted((a, b) => b.rate - a.rate);
  if (best === undefined) throw new Error("bench: nothing was tried");
  return { db: openForCallers(appUrl, best.callers), callers: best.callers };
}

/** Two connections of a pool are reserved for reads. */
function openForCallers(appUrl: string, callers: number): Db {
  return openDatabase(appUrl, { max: callers + 2 });
}
