import type { DbOrTx } from "#db/client.ts";
import type { AccountRow, BatchRow } from "#db/queries/credits/account-states.ts";
import {
  type BatchName,
  type RepaymentRow,
  readFamilies,
  readOwingBatches,
  readRepayments,
} from "#db/queries/credits/returned-batches.ts";
import type { Command } from "#lib/credits/command.ts";

/** What the rules of returned payments need of accounts beside the batches that were read before. */
export interface Returned {
  batches: BatchRow[];
  repayments: RepaymentRow[];
}

/**
 * Loads the families of batches whose revocation commands and ending holds can change, the batches that repaid them, and
 * for grants that repay the batches that owe. Reads nothing where no payment was returned, as for nearly every command.
 */
export async function loadReturned(
  db: DbOrTx,
  {
    accounts,
    commands,
    touched,
  }: { accounts: readonly AccountRow[]; commands: readonly Command[]; touched: readonly BatchRow[] },
): Promise<Returned> {
  const repaying = new Set(commands.flatMap((c) => (c.type === "grant" && c.repays ? [c.account] : [])));
  const inDebt = accounts.filter(({ id, debt }) => debt > 0 && repaying.has(id)).map(({ id }) => id);
  const all: Returned = { batches: inDebt.length === 0 ? [] : await readOwingBatches(db, inDebt), repayments: [] };
  const named = commands.flatMap((c) => (c.type === "revoke" ? [{ account: c.account, number: c.batch }] : []));
  const known = new Set<string>();
  let roots = [...named, ...touched.flatMap(revokedRoot)];
  for (;;) {
    roots = roots.filter((root) => !known.has(nameOf(root)));
    if (roots.length === 0) return all;
    for (const root of roots) known.add(nameOf(root));
    const families = await readFamilies(db, roots);
    const repaid = families.filter((batch) => batch.repaid > 0).map(toName);
    const repayments = repaid.length === 0 ? [] : await readRepayments(db, repaid);
    all.batches.push(...families);
    all.repayments.push(...repayments);
    // What a repayment gives back can be wanted by a revocation of the batch that repaid.
    roots = repayments.map(({ account, from }) => ({ account, number: from }));
  }
}

/** Only a batch that was revoked itself, or that came back from another, belongs to a revocation. */
function revokedRoot({ accountId: account, number, target, returnedFrom }: BatchRow): BatchName[] {
  if (returnedFrom !== null) return [{ account, number: returnedFrom }];
  return target === null ? [] : [{ account, number }];
}

function toName({ accountId: account, number }: BatchRow): BatchName {
  return { account, number };
}

function nameOf({ account, number }: BatchName): string {
  return `${account} ${number}`;
}
