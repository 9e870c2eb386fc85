import type { Tx } from "#db/client.ts";
import {
  type PlanMonthRow,
  readDueMonths,
  readMonthsToTakeFrom,
  setMonthDone,
  setNextMonthDue,
} from "#db/queries/plans/plan-months.ts";
import type { GrantCommand, RevokeCommand, TakeTimeCommand } from "#lib/credits/command.ts";
import { endOfPlanBatch } from "#lib/credits/plans/end-of-plan-batch.ts";
import { log } from "#lib/observability/log.ts";
import { batchesOfMonths, planSourceId } from "./batches-of-months.ts";
import { decideCommands, firstBatchLimit } from "./decide-commands.ts";
import type { Outcome } from "./outcome.ts";
import { requestKey } from "./request-key.ts";
import { writeChanges } from "./write-changes.ts";

/**
 * Grants and takes the months of plans that are due in accounts that the transaction has locked, in the order of their
 * moments, and marks them as done. Each is a command of its own, with its invoice, seat and month as source, so that it
 * happens once. A month of which a part of the money was returned is granted whole, and that part is taken at once. Returns
 * how many it settled.
 */
export async function commitPlanMonths(tx: Tx, accounts: readonly string[], now: Date): Promise<number> {
  // What is taken comes from batches that are granted here, so they are written first.
  const due = await readDueMonths(tx, accounts, { now, what: "grant" });
  const granted = await commitMonths(tx, due, now);
  await revokeReturned(
    tx,
    due.filter(({ returned }) => returned > 0),
    now,
  );
  const taken = await commitMonths(tx, await readDueMonths(tx, accounts, { now, what: "take" }), now);
  await setNextMonthDue(tx, accounts);
  return granted + taken;
}

async function commitMonths(tx: Tx, months: readonly PlanMonthRow[], now: Date): Promise<number> {
  if (months.length === 0) return 0;
  const commands: (GrantCommand | TakeTimeCommand)[] = [];
  for (const month of months) commands.push(month.credits > 0 ? planGrantOf(month, now) : await takeOf(tx, month));
  const outcomes = await carryOut(tx, commands, now);
  for (const [index, month] of months.entries()) await settle(tx, month, outcomes[index]);
  return months.length;
}

async function revokeReturned(tx: Tx, months: readonly PlanMonthRow[], now: Date): Promise<void> {
  const granted = await batchesOfMonths(tx, months);
  const commands = granted.map(({ month, batch }): RevokeCommand => {
    const [reference, target] = [planSourceId(month), month.returned];
    const asked = { method: "plan", path: `${reference}/returned`, body: { target } };
    const request = requestKey("stripe", `${reference}:returned`, asked);
    const envelope = { account: month.accountId, request, actor: "stripe", platform: null };
    return { ...envelope, type: "revoke", batch, target, reason: month.label, reference };
  });
  if (commands.length > 0) await carryOut(tx, commands, now);
}

async function carryOut(
  tx: Tx,
  commands: readonly (GrantCommand | RevokeCommand | TakeTimeCommand)[],
  now: Date,
): Promise<Outcome[]> {
  const accounts = [...new Set(commands.map(({ account }) => account))].sort();
  const decided = await decideCommands(tx, { accounts, commands, now, batchLimit: firstBatchLimit });
  await writeChanges(tx, decided.changes);
  return decided.outcomes;
}

/** The grant of a seat's month at an instant. */
export function planGrantOf(month: PlanMonthRow, now: Date): GrantCommand {
  return {
    ...envelopeOf(month),
    type: "grant",
    kind: "subscription",
    amount: month.credits,
    expiresAt: endOfPlanBatch(month.monthEnd, now),
    source: "plan",
    sourceId: planSourceId(month),
    reason: month.label,
    repays: month.repays,
  };
}

async function takeOf(tx: Tx, month: PlanMonthRow): Promise<TakeTimeCommand> {
  const batches = (await batchesOfMonths(tx, await readMonthsToTakeFrom(tx, month))).map(({ batch }) => batch);
  const reference = planSourceId(month);
  return { ...envelopeOf(month), type: "take-time", amount: -month.credits, batches, reason: month.label, reference };
}

function envelopeOf(month: PlanMonthRow) {
  const id = planSourceId(month);
  const request = requestKey("stripe", id, { method: "plan", path: id, body: { credits: month.credits } });
  return { account: month.accountId, request, actor: "stripe", platform: null };
}

/** That nothing is left to take is no failure: what was used of a month is not taken. */
async function settle(tx: Tx, month: PlanMonthRow, outcome: Outcome | undefined): Promise<void> {
  const refusal = outcome?.status === "refused" ? outcome.refusal.slug : null;
  const isRefused = refusal !== null && refusal !== "nothing-left";
  if (isRefused)
    log.error({ month: planSourceId(month), refusal }, "A plan's month was refused: run npx purse plans show");
  await setMonthDone(tx, month, isRefused ? refusal : null);
}
