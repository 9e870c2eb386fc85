import { and, asc, eq, gt, isNull, lt, lte, ne, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { arrayOf } from "../../arrays.ts";
import type { DbOrTx, Tx } from "../../client.ts";
import { creditAccounts } from "../../schema/credits.ts";
import { planInvoices, planMonths } from "../../schema/subscriptions.ts";

/** One seat's credits for one month of a paid invoice. */
export type PlanMonthRow = typeof planMonths.$inferSelect;

/** A month that is still to grant or to take: one of which all money was returned is not. */
const isWaiting = and(isNull(planMonths.doneAt), ne(planMonths.returned, planMonths.credits));

/** The identity of a seat's month. */
export type PlanMonthId = Pick<PlanMonthRow, "invoiceId" | "seat" | "monthStart">;

/** The months of accounts that are due at an instant, to grant or to take, oldest first. Index: plan_months_due. */
export async function readDueMonths(
  tx: Tx,
  accounts: readonly string[],
  { now, what }: { now: Date; what: "grant" | "take" },
): Promise<PlanMonthRow[]> {
  const m = planMonths;
  const due = and(isWaiting, lte(m.dueAt, now), what === "grant" ? gt(m.credits, 0) : lt(m.credits, 0));
  return await tx
    .select()
    .from(m)
    .where(and(sql`${m.accountId} = any(${arrayOf(accounts, "uuid")})`, due))
    .orderBy(asc(m.accountId), asc(m.dueAt), asc(m.monthStart), asc(m.seat), asc(m.invoiceId));
}

/**
 * The granted months that a month's taking is about: those of its subscription and seat that begin or end with it. Indexes:
 * plan_invoices_by_subscription, plan_months_pkey.
 */
export async function readMonthsToTakeFrom(tx: Tx, { invoiceId, ...of }: PlanMonthRow): Promise<PlanMonthId[]> {
  const [m, own, other] = [planMonths, alias(planInvoices, "own"), alias(planInvoices, "other")];
  return await tx
    .select({ invoiceId: m.invoiceId, seat: m.seat, monthStart: m.monthStart })
    .from(own)
    .innerJoin(other, eq(other.subscriptionId, own.subscriptionId))
    .innerJoin(m, eq(m.invoiceId, other.id))
    .where(
      and(
        eq(own.id, invoiceId),
        eq(m.accountId, of.accountId),
        eq(m.seat, of.seat),
        gt(m.credits, 0),
        or(eq(m.monthStart, of.monthStart), eq(m.monthEnd, of.monthEnd)),
      ),
    );
}

/** Records that a month was granted or taken, or why the ledger refused it. Index: plan_months_pkey. */
export async function setMonthDone(tx: Tx, month: PlanMonthId, refusal: string | null): Promise<void> {
  const m = planMonths;
  await tx
    .update(m)
    .set({ doneAt: sql`clock_timestamp()`, refusal })
    .where(and(eq(m.invoiceId, month.invoiceId), eq(m.seat, month.seat), eq(m.monthStart, month.monthStart)));
}

/** Stores when the next month of accounts is due, after months were settled. The accounts are locked. Index: plan_months_due. */
export async function setNextMonthDue(tx: Tx, accounts: readonly string[]): Promise<void> {
  const [a, m] = [creditAccounts, planMonths];
  const next = sql`(select min(${m.dueAt}) from ${m} where ${m.accountId} = ${a.id} and ${isWaiting})`;
  await tx
    .update(a)
    .set({ planDueAt: next })
    .where(sql`${a.id} = any(${arrayOf(accounts, "uuid")})`);
}

/** The months of an invoice, by seat and in order. Index: plan_months_pkey. */
export async function readMonthsOfInvoice(db: DbOrTx, invoiceId: string): Promise<PlanMonthRow[]> {
  const m = planMonths;
  return await db.select().from(m).where(eq(m.invoiceId, invoiceId)).orderBy(asc(m.seat), asc(m.monthStart));
}

/** Stores how much of a month is to be taken back. Its account is locked. Index: plan_months_pkey. */
export async function setMonthReturned(tx: Tx, month: PlanMonthId, returned: number): Promise<void> {
  const m = planMonths;
  await tx
    .update(m)
    .set({ returned })
    .where(and(eq(m.invoiceId, month.invoiceId), eq(m.seat, month.seat), eq(m.monthStart, month.monthStart)));
}

/** The months of a subscription's invoices, in order, for an operator. Index: plan_invoices_by_subscription. */
export async function readMonthsOfSubscription(db: DbOrTx, subscriptionId: string): Promise<PlanMonthRow[]> {
  const [m, i] = [planMonths, planInvoices];
  const rows = await db
    .select({ month: m })
    .from(i)
    .innerJoin(m, eq(m.invoiceId, i.id))
    .where(eq(i.subscriptionId, subscriptionId))
    .orderBy(asc(m.monthStart), asc(m.seat), asc(i.createdAt));
  return rows.map(({ month }) => month);
}

/** Paid months of credits that are still to come. */
export interface MonthsToCome {
  months: number;
  /** All of them together. */
  credits: number;
  /** The end of the last month. */
  until: Date;
}

/** An account's paid months that are still to come; null when there are none. Index: plan_months_due. */
export async function readMonthsToCome(db: DbOrTx, account: string): Promise<MonthsToCome | null> {
  const m = planMonths;
  const rows = await db
    .select({ credits: sql<number>`${m.credits} - ${m.returned}`, until: m.monthEnd })
    .from(m)
    .where(and(eq(m.accountId, account), isWaiting, gt(m.credits, 0)));
  if (rows.length === 0) return null;
  return {
    months: rows.length,
    credits: rows.reduce((sum, { credits }) => sum + credits, 0),
    until: new Date(Math.max(...rows.map(({ until }) => until.getTime()))),
  };
}
