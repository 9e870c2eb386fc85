import { setTimeout as sleep } from "node:timers/promises";
import type postgres from "postgres";

const patienceMs = 60_000;

/**
 * Holds an account's lock from another connection, starts something, sees in `pg_locks` that it waits for the lock, does
 * something else in the meantime, and releases the lock. Deterministic: it does not rely on sleeping long enough.
 */
export async function whileLocked<Answer>(
  owner: postgres.Sql,
  account: string,
  { start, meanwhile }: { start: () => Promise<Answer>; meanwhile: (tx: postgres.TransactionSql) => Promise<unknown> },
): Promise<{ waited: Answer }> {
  const started = await owner.begin(async (tx) => {
    await tx`select from credit_accounts where id = ${account} for no key update`;
    const answer = start();
    // Until the lock is released, nothing else handles its failure.
    answer.catch(() => undefined);
    const [own] = await tx`select pg_backend_pid() as pid`;
    await untilLockAwaited(owner, own?.pid);
    await meanwhile(tx);
    return { answer };
  });
  return { waited: await started.answer };
}

/** Resolves as soon as a connection waits for a lock held by the backend with this process id. */
export async function untilLockAwaited(owner: postgres.Sql, pid: unknown): Promise<void> {
  const until = Date.now() + patienceMs;
  while (Date.now() < until) {
    const [row] = await owner`
      select count(*)::int as waiting from pg_locks where not granted and ${Number(pid)} = any (pg_blocking_pids(pid))`;
    if (row?.waiting > 0) return;
    await sleep(5);
  }
  throw new Error("No session waits for the lock");
}
