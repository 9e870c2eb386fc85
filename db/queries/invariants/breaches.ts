import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "../../client.ts";
import { accountChecks } from "./accounts.ts";
import { batchChecks } from "./batches.ts";
import { campaignChecks } from "./campaigns.ts";
import { holdChecks } from "./holds.ts";
import type { Check } from "./invariant.ts";
import { keyChecks } from "./keys.ts";
import { lineChecks } from "./lines.ts";
import { moneyChecks } from "./money.ts";
import { orderChecks } from "./order.ts";
import { planChecks } from "./plans.ts";
import { returnedChecks } from "./returned.ts";
import { returnAtStripeChecks } from "./returns-at-stripe.ts";
import { usageChecks } from "./usage.ts";

const checks = [
  batchChecks,
  holdChecks,
  lineChecks,
  accountChecks,
  orderChecks,
  keyChecks,
  moneyChecks,
  planChecks,
  campaignChecks,
  returnedChecks,
  returnAtStripeChecks,
  usageChecks,
].flat();

const breach = z.object({ breach: z.string() });

/** Removes statement timeouts, because whole tables are read, and takes one snapshot for all of them. */
export async function beginVerification(tx: Tx): Promise<void> {
  await tx.execute(sql`set transaction isolation level repeatable read, read only`);
  await tx.execute(sql`set local statement_timeout = 0`);
  // These statements sort everything and are not urgent: more memory for each, and no JIT compilation.
  await tx.execute(sql`set local work_mem = '64MB'`);
  await tx.execute(sql`set local jit = off`);
}

/** Describes the first row that violates an invariant; null when it holds. For `npm run verify`. */
export async function readFirstBreach(tx: Tx, invariant: Check["invariant"]): Promise<string | null> {
  for (const check of checks.filter((each) => each.invariant === invariant)) {
    // Materialized, because otherwise the planner assumes an early match and chooses a bad plan.
    const [row] = await tx.execute(
      sql`with found as materialized (${check.breaches}) select breach from found order by place limit 1`,
    );
    if (row !== undefined) return breach.parse(row).breach;
  }
  return null;
}
