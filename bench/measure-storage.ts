import { z } from "zod";
import { openDatabase } from "#db/client.ts";
import type { Figure } from "./figure.ts";
import { anyOf, spendFor } from "./load.ts";
import { makeHistories } from "./make-histories.ts";
import { type Bench, openBench } from "./open-bench.ts";
import type { Size } from "./size.ts";

const counted = z.array(z.object({ updated: z.coerce.number(), hot: z.coerce.number() }));
const sized = z.array(z.object({ name: z.string(), bytes: z.coerce.number() }));

/** Whether rows are updated in place, and what a spend leaves on disk, tables and indexes apart. */
export async function measureStorage(size: Size): Promise<Figure[]> {
  const bench = await openBench();
  try {
    const past = { accounts: size.accounts, lines: 1, batches: 1, credits: 1 };
    const account = anyOf(await makeHistories(bench.superuser, past));
    const load = { callers: size.callers, ms: size.roundMs * size.rounds, grouped: true, account };
    // Pages that were not touched since a checkpoint are logged whole; later only their changes.
    const db = openDatabase(bench.appUrl);
    const fresh = await loggedBy(bench, async () => (await spendFor(db, load)).done);
    const before = await readSizes(bench);
    const settled = await loggedBy(bench, async () => (await spendFor(db, load)).done);
    // A session reports its counters when it ends.
    await db.$client.end();
    const after = await readSizes(bench);
    const hot = (name: string) => hotShareOf(bench, name);
    const grown = [...after].map(([name, bytes]) => ({ name, each: (bytes - (before.get(name) ?? 0)) / settled.done }));
    const all = grown.reduce((sum, { each }) => sum + each, 0);
    return [
      { ...(await hot("credit_batches")), goal: { atLeast: 0.95 } },
      { ...(await hot("credit_accounts")), goal: null },
      { what: "database bytes a spend, indexes included", value: all, unit: " B", of: listOf(grown), goal: null },
      {
        what: "WAL bytes a spend, behind a checkpoint and once its pages were touched",
        value: settled.bytes / settled.done,
        unit: " B",
        of: `${Math.round(fresh.bytes / fresh.done)} B in the first ${fresh.done} spends after the checkpoint`,
        goal: null,
      },
    ];
  } finally {
    await bench.close();
  }
}

async function loggedBy({ superuser }: Bench, run: () => Promise<number>): Promise<{ done: number; bytes: number }> {
  const [start] = await superuser`select pg_current_wal_insert_lsn() as at`;
  const done = await run();
  const [row] = await superuser`select pg_current_wal_insert_lsn() - ${start?.at}::pg_lsn as bytes`;
  return { done, bytes: Number(row?.bytes) };
}

async function hotShareOf({ superuser }: Bench, name: string): Promise<Omit<Figure, "goal">> {
  const [row] = counted.parse(
    await superuser`select n_tup_upd as updated, n_tup_hot_upd as hot from pg_stat_user_tables where relname = ${name}`,
  );
  const { updated, hot } = row ?? { updated: 0, hot: 0 };
  return { what: `HOT share of updates of ${name}`, value: hot / updated, unit: "", of: `${hot} of ${updated}` };
}

/** Tables and indexes of the ledger, each with its bytes. */
async function readSizes({ superuser }: Bench): Promise<Map<string, number>> {
  const rows = sized.parse(
    await superuser`select relname as name, pg_relation_size(oid) as bytes from pg_class
      where relkind in ('r', 'i') and relname like 'credit\\_%' order by relname`,
  );
  return new Map(rows.map(({ name, bytes }) => [name, bytes]));
}

function listOf(grown: readonly { name: string; each: number }[]): string {
  const told = grown.filter(({ each }) => each >= 0.5).toSorted((a, b) => b.each - a.each);
  return told.map(({ name, each }) => `${name} ${Math.round(each)}`).join(", ");
}
