import { type AccountState, booked, heldIn } from "#lib/credits/account-state.ts";
import type { Batch } from "#lib/credits/batch.ts";
import { compareDeductionOrder } from "#lib/credits/deduction-order.ts";
import type { Hold } from "#lib/credits/hold.ts";
import type { Entry, Transaction } from "#lib/credits/transaction.ts";
import { formatChange, formatCredits } from "#lib/format/credits.ts";

const locale = "en";

/** A line of the history for an operator: number, instant, type, amount, balance, reason and batches. */
export function sayLine(line: Transaction): string {
  const { version, at, type, amount, balanceAfter } = line;
  const change = `${formatChange(amount, locale).padStart(8)} = ${formatCredits(balanceAfter, locale).padEnd(8)}`;
  return `${String(version).padStart(6)}  ${at.toISOString()}  ${type.padEnd(10)} ${change} ${detailsOf(line)}`.trimEnd();
}

function detailsOf(line: Transaction): string {
  const { feature, units, reason, hold, holdExpiresAt, captured, relatesTo, actor, entries } = line;
  const { ofBatch, target, debtChange } = line;
  const details = [
    feature === null ? null : `${feature}${units !== null && units > 1 ? ` × ${units}` : ""}`,
    reason === null ? null : `"${reason}"`,
    hold === null ? null : `hold ${hold}`,
    captured === null ? null : `used ${formatCredits(captured, locale)}`,
    holdExpiresAt === null ? null : `until ${holdExpiresAt.toISOString()}`,
    ofBatch === null ? null : `batch ${ofBatch} to lose ${formatCredits(target ?? 0, locale)}`,
    debtChange === 0 ? null : `debt ${formatChange(debtChange, locale)}`,
    relatesTo === null ? null : `answers ${relatesTo}`,
    actor === null ? null : `by ${actor}`,
    ...entries.map(sayEntry),
  ];
  return details.filter((detail) => detail !== null).join(", ");
}

function sayEntry({ batch, kind, amount, onBehalfOf }: Entry): string {
  const instead = onBehalfOf === null ? "" : ` for batch ${onBehalfOf}`;
  return `batch ${batch} (${kind}) ${formatChange(amount, locale)}${instead}`;
}

/** An account for an operator: the sums, its batches in deduction order, and its open holds. */
export function sayState(state: AccountState): string[] {
  const sums = Object.entries(Object.groupBy(state.batches, (batch) => batch.kind));
  const byKind = sums.map(([kind, all]) => `${formatCredits(sumOf(all), locale)} ${kind}`).join(", ");
  const holds = state.holds.filter((hold) => hold.status === "open");
  return [
    `Available  ${formatCredits(booked(state), locale)}${byKind ? ` (${byKind})` : ""}`,
    `On hold    ${formatCredits(heldIn(state), locale)}`,
    ...(state.debt === 0 ? [] : [`To repay   ${formatCredits(state.debt, locale)}`]),
    ...(state.frozenAt === null ? [] : [`Frozen     since ${state.frozenAt.toISOString()}`]),
    ...(state.batches.length > 0 ? ["Batches, in the order in which they are used:"] : []),
    ...state.batches.toSorted(compareDeductionOrder).map(sayBatch),
    ...(holds.length > 0 ? ["Open holds:"] : []),
    ...holds.map(sayHold),
  ];
}

function sumOf(batches: readonly Batch[]): number {
  return batches.reduce((sum, batch) => sum + batch.remaining, 0);
}

function sayBatch({ number, kind, remaining, held, granted, expiresAt, source, label }: Batch): string {
  const left = `${formatCredits(remaining, locale)} of ${formatCredits(granted, locale)}`;
  const onHold = held > 0 ? `, ${formatCredits(held, locale)} on hold` : "";
  const end = expiresAt === null ? "never expires" : `until ${expiresAt.toISOString()}`;
  return `${String(number).padStart(6)}  ${kind.padEnd(12)} ${left}${onHold}, ${end}, ${source} "${label}"`;
}

function sayHold({ number, amount, captured, feature, reference, expiresAt }: Hold): string {
  const name = reference === null ? feature : `${feature} "${reference}"`;
  const kept = captured === 0 ? "" : `${formatCredits(amount - captured, locale)} of `;
  return `${String(number).padStart(6)}  ${kept}${formatCredits(amount, locale)} for ${name}, until ${expiresAt.toISOString()}`;
}
