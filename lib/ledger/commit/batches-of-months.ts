import type { Tx } from "#db/client.ts";
import { readEntries } from "#db/queries/credits/entries.ts";
import { readGrantSources } from "#db/queries/credits/transactions.ts";
import type { PlanMonthId } from "#db/queries/plans/plan-months.ts";

/** The source id of a seat's month. */
export function planSourceId({ invoiceId, seat, monthStart }: PlanMonthId): string {
  return `${invoiceId}:${seat}:${monthStart.toISOString()}`;
}

/** The batches that months of plans were granted as; months that were not granted have none. */
export async function batchesOfMonths<Month extends PlanMonthId>(
  tx: Tx,
  months: readonly Month[],
): Promise<{ month: Month; account: string; batch: number }[]> {
  if (months.length === 0) return [];
  const byId = new Map(months.map((month) => [planSourceId(month), month]));
  const grants = await readGrantSources(
    tx,
    [...byId.keys()].map((sourceId) => ({ source: "plan", sourceId })),
  );
  if (grants.length === 0) return [];
  const entries = await readEntries(
    tx,
    grants.map(({ accountId, version }) => ({ account: accountId, version })),
  );
  return grants.flatMap(({ accountId, version, sourceId }) => {
    const entry = entries.find((one) => one.accountId === accountId && one.version === version);
    const month = byId.get(sourceId);
    return entry === undefined || month === undefined ? [] : [{ month, account: accountId, batch: entry.batch }];
  });
}
