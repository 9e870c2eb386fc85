import { z } from "zod";
import type { Figure } from "./figure.ts";
import { anyOf, spendFor } from "./load.ts";
import { makeHistories } from "./make-histories.ts";
import { openBench } from "./open-bench.ts";
import type { Size } from "./size.ts";

const statements = z.array(
  z.object({ query: z.string(), calls: z.coerce.number(), ms: z.number(), wal: z.coerce.number() }),
);
const flushes = z.array(z.object({ count: z.coerce.number(), ms: z.coerce.number() }));

/** Where the time of grouped spends goes: the app's processor, each statement in Postgres, flushes of the WAL. */
export async function measureParts({ accounts, callers, rounds, roundMs }: Size): Promise<Figure[]> {
  const bench = await openBench().then((server) =>
    server.restart({ shared_preload_libraries: "pg_stat_statements", track_wal_io_timing: "on" }),
  );
  try {
    const ids = await makeHistories(bench.superuser, { accounts, lines: 1, batches: 1, credits: 1 });
    await bench.superuser`create extension pg_stat_statements`;
    const figures: Figure[] = [];
    for (const [name, at, account] of [
      ["over many accounts", callers, anyOf(ids)],
      ["on one hot account", callers, anyOf(ids.slice(0, 1))],
      ["of one caller, over many accounts", 1, anyOf(ids)],
    ] as const) {
      const load = { callers: at, ms: (roundMs * rounds) / 3, grouped: true, account };
      await spendFor(bench.db, load);
      await bench.superuser`select pg_stat_statements_reset(), pg_stat_reset_shared('io')`;
      const used = process.cpuUsage();
      const { done, ms } = await spendFor(bench.db, load);
      const { user, system } = process.cpuUsage(used);
      const ran = statements.parse(
        await bench.superuser`select query, calls, total_exec_time + total_plan_time as ms, wal_bytes as wal
          from pg_stat_statements order by total_exec_time desc`,
      );
      const [flushed] = flushes.parse(
        await bench.superuser`select sum(fsyncs) as count, sum(fsync_time) as ms from pg_stat_io where object = 'wal'`,
      );
      const each = (total: number) => `${((total * 1000) / done).toFixed(1)} µs`;
      const inPostgres = ran.reduce((sum, statement) => sum + statement.ms, 0);
      // Every grouped commit begins with one locking of its accounts.
      const commits = ran.find(({ query }) => query.includes("skip locked"))?.calls ?? 0;
      const told = ran.slice(0, 10).map((statement) => `${nameOf(statement.query)} ${each(statement.ms)}`);
      figures.push({
        what: `spends a second ${name}, and what each of them takes`,
        value: (done / ms) * 1000,
        unit: "/s",
        of: [
          `from asking to being answered ${((at * ms) / done).toFixed(2)} ms`,
          `app's processor ${each((user + system) / 1000)}`,
          `statements in Postgres ${each(inPostgres)} (two lanes side by side)`,
          `${(done / commits).toFixed(0)} spends a commit`,
          `${flushed?.count} flushes of the WAL of ${((flushed?.ms ?? 0) / (flushed?.count ?? 1)).toFixed(2)} ms`,
          `by statement: ${told.join(", ")}`,
        ].join("\n    "),
        goal: null,
      });
    }
    return figures;
  } finally {
    await bench.close();
  }
}

/** What a statement does, and the tables that it is about. */
function nameOf(query: string): string {
  const text = query.replaceAll(/\s+/g, " ").trim().toLowerCase();
  const tables = [
    ...new Set(text.match(/(?<=(into|update|from|join)( lateral \(+select .*? from)? "?)credit_[a-z]+/g)),
  ];
  const lock = text.includes("skip locked") ? " (lock)" : "";
  return `${text.split(" ")[0]} ${tables.join(" + ")}${lock}`.trim();
}
