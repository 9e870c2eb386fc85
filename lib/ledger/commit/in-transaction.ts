import type { Db, Tx } from "#db/client.ts";
import { renewDatabase } from "#lib/database.ts";
import { DeadlinePassed, withDeadline } from "#lib/with-deadline.ts";

/** Longer than the lock timeout (5 s), shorter than a caller's timeout. */
const transactionMs = 8_000;
/** How long a transaction waits for its turn; one that does not begin in time never runs. */
const turnMs = 20_000;
/** Connections reserved for reads. */
const leftToReaders = 2;

/**
 * Runs a transaction at READ COMMITTED (the default of every connection) under a deadline that starts with its turn. It
 * begins at once then, because no more run than the pool has connections. When it misses the deadline its connection could
 * hang forever, so the process replaces the pool; whether the transaction was committed is unknown.
 * @throws DeadlinePassed
 */
export async function inTransaction<Answer>(db: Db, run: (tx: Tx) => Promise<Answer>): Promise<Answer> {
  const turns = turnsOf(db);
  await takeTurn(turns);
  try {
    return await withDeadline(db.transaction(run), transactionMs);
  } catch (error) {
    if (error instanceof DeadlinePassed) renewDatabase(db);
    throw error;
  } finally {
    endTurn(turns);
  }
}

interface Turns {
  free: number;
  waiting: Set<() => void>;
}

const turnsByPool = new WeakMap<Db, Turns>();

function turnsOf(db: Db): Turns {
  const known = turnsByPool.get(db);
  if (known !== undefined) return known;
  const turns = { free: Math.max(1, db.$client.options.max - leftToReaders), waiting: new Set<() => void>() };
  turnsByPool.set(db, turns);
  return turns;
}

async function takeTurn(turns: Turns): Promise<void> {
  if (turns.free > 0) {
    turns.free -= 1;
    return;
  }
  const turn = Promise.withResolvers<void>();
  turns.waiting.add(turn.resolve);
  const timer = setTimeout(() => {
    turns.waiting.delete(turn.resolve);
    turn.reject(new DeadlinePassed(`no connection became free in ${turnMs} ms`));
  }, turnMs);
  await turn.promise.finally(() => clearTimeout(timer));
}

function endTurn(turns: Turns): void {
  const [next] = turns.waiting;
  if (next === undefined) {
    turns.free += 1;
    return;
  }
  turns.waiting.delete(next);
  next();
}
