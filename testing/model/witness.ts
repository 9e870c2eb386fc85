import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Db, Tx } from "#db/client.ts";
import type { Outcome } from "#lib/ledger/commit/outcome.ts";

/** The state on which a command was decided: at a version, or right before or after the command that made a line. */
export type DecidedOn = { where: "at" | "before" | "after"; version: number };

/** The outcome of a command, the state of its account, and the reading of the database's clock. */
export interface Witnessed {
  outcome: Outcome;
  on: DecidedOn;
  now: Date;
}

/** What was visible in a transaction while its locks were held. */
interface Seen {
  now: Date;
  versions: Map<string, number>;
  together: readonly Outcome[];
}

const readings = z.array(z.object({ id: z.string(), version: z.coerce.number(), ms: z.coerce.number() }));

/**
 * A database that observes `commit`: before each transaction ends, under its locks, it records the versions of the watched
 * accounts and the reading of the clock. So a refusal, which leaves no trace, can be compared with the state that it was
 * decided on.
 */
export function witnessing(db: Db, watched: ReadonlySet<string>) {
  const seen = new WeakMap<object, Seen>();
  const transaction: Db["transaction"] = (run, config) =>
    db.transaction(async (tx) => {
      const answer = await run(tx);
      if (Array.isArray(answer)) await note(tx, answer);
      return answer;
    }, config);

  async function note(tx: Tx, together: Outcome[]): Promise<void> {
    const rows = readings.parse(
      await tx.execute(
        sql`select id, version, current_setting('moved.ms', true) as ms from credit_accounts
          where id = any(string_to_array(${[...watched].join(",")}, ',')::uuid[])`,
      ),
    );
    const versions = new Map(rows.map(({ id, version }) => [id, version]));
    for (const outcome of together) seen.set(outcome, { now: new Date(rows[0]?.ms ?? 0), versions, together });
  }

  return {
    db: new Proxy(db, { get: (target, name) => (name === "transaction" ? transaction : Reflect.get(target, name)) }),
    witness: (account: string, outcome: Outcome): Witnessed => {
      const found = seen.get(outcome);
      if (found === undefined) throw new Error("an outcome came from no transaction");
      return { outcome, now: found.now, on: decidedOn(account, outcome, found) };
    },
  };
}

/** The neighbour of a command in its transaction shows where in the account's history it was decided. */
function decidedOn(account: string, outcome: Outcome, { together, versions }: Seen): DecidedOn {
  const own = together.indexOf(outcome);
  if (lineOf(account, outcome) !== null) return { where: "before", version: lineOf(account, outcome) ?? 0 };
  const earlier = together.slice(0, own).findLast((other) => lineOf(account, other) !== null);
  if (earlier !== undefined) return { where: "after", version: lineOf(account, earlier) ?? 0 };
  const later = together.slice(own + 1).find((other) => lineOf(account, other) !== null);
  if (later !== undefined) return { where: "before", version: lineOf(account, later) ?? 0 };
  return { where: "at", version: versions.get(account) ?? 0 };
}

/** The version of the line that an outcome made in this account; null when it made none. */
function lineOf(account: string, outcome: Outcome): number | null {
  if (outcome.status !== "done" || outcome.replayed || outcome.transaction.account !== account) return null;
  return outcome.transaction.version;
}
