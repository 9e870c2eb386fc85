import { z } from "zod";
import { openDatabase } from "#db/client.ts";
import { reconcile } from "#lib/billing/reconciliation/reconcile.ts";
import { Problem } from "./launcher/problem.ts";
import { withDatabase } from "./local-postgres/with-database.ts";
import { readWords } from "./read-words.ts";

/** How to call it. */
export const usage = `purse reconcile --since DATE [--repair]
Compares payment pages, invoices, subscriptions, refunds, disputes and credit notes at Stripe since DATE with our books, and
prints what differs. --repair repairs what it can. Exits with 1 when something is left.`;

const options = { since: { type: "string" }, repair: { type: "boolean", default: false } } as const;
const Since = z.union([z.iso.date(), z.iso.datetime({ offset: true })]).transform((text) => new Date(text));

/** Compares Stripe with our books for an operator. */
export async function run(words: string[]): Promise<void> {
  const { values } = readWords({ usage, words, options, most: 0 });
  const since = Since.safeParse(values.since);
  if (!since.success) throw new Problem(`--since must be a date such as 2026-11-01.\n${usage}`);
  if (since.data.getTime() > Date.now()) throw new Problem("--since must be in the past.");
  await withDatabase(async ({ appUrl }) => {
    const db = openDatabase(appUrl, { max: 3 });
    try {
      const { repair } = values;
      const counts = await reconcile(db, { since: since.data, repair }, ({ kind, object, says, repaired, why }) => {
        const state = repaired ? "repaired" : why === null ? "left" : `left: ${why}`;
        console.log(`${kind}  ${object} ${says}  (${state})`);
      });
      console.log(`${counts.repaired} repaired, ${counts.left} left.`);
      if (counts.left > 0) process.exitCode = 1;
    } finally {
      await db.$client.end();
    }
  });
}
