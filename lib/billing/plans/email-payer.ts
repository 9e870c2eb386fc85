import "server-only";
import type { Db } from "#db/client.ts";
import { readPlanPricesById } from "#db/queries/catalogue/plans.ts";
import { readClock } from "#db/queries/clock.ts";
import { readBuyerEmail } from "#db/queries/orders/orders.ts";
import { dropPlanEmail, type PlanEmailId, takePlanEmail } from "#db/queries/plans/plan-emails.ts";
import { readMonthsOfSubscription } from "#db/queries/plans/plan-months.ts";
import { readSubscriptionRows } from "#db/queries/plans/subscriptions.ts";
import type { StripeInvoice } from "#lib/billing/stripe/invoices.ts";
import type { StripeSubscription } from "#lib/billing/stripe/subscriptions.ts";
import { endOfPlanBatch } from "#lib/credits/plans/end-of-plan-batch.ts";
import type { PaidMonth, PlanNews } from "#lib/mail/plan-email.ts";
import { canSendEmail, type Email, sendEmail } from "#lib/mail/send-email.ts";
import { log } from "#lib/observability/log.ts";

/** News that is older than this is no news any more. */
const newsMs = 2 * 24 * 3600 * 1000;

/** A trial's end is announced so long before. */
const trialNoticeMs = 3 * 24 * 3600 * 1000;

/** A fresh reading of a subscription, with its newest paid invoice that renewed it. */
interface Reading {
  subscription: StripeSubscription;
  renewal: StripeInvoice | null;
}

/**
 * Emails the payer of a subscription what its fresh reading says for the first time: it started, its trial ends soon or has
 * ended, it renewed, a payment failed, it was cancelled, it has ended. Each once. An email that cannot be sent is logged and
 * tried again with the next reading.
 */
export async function emailPayer(db: Db, account: string, reading: Reading): Promise<void> {
  if (!canSendEmail()) return;
  const { subscription } = reading;
  try {
    const now = await readClock(db);
    const payUrl = subscription.openInvoice?.payUrl ?? null;
    for (const news of newsOf(reading, now)) await sendOnce(db, { ...news, account, id: subscription.id, now, payUrl });
  } catch (error) {
    log.warn({ err: error, subscription: subscription.id }, "An email about a plan was not sent");
  }
}

async function sendOnce(db: Db, { email, about, renewal, ...news }: News & Sent): Promise<void> {
  const paid = renewal === undefined ? null : await readPaidMonth(db, news.id, renewal);
  // An invoice that granted nothing yet is an operator's to settle first.
  if (renewal !== undefined && paid === null) return;
  // Loaded only to send: the library of texts does not load on the command line, which leaves emails to the app.
  const { planEmail } = await import("#lib/mail/plan-email.ts");
  const id = { subscriptionId: news.id, email, about };
  if (!(await takePlanEmail(db, id))) return;
  try {
    await send(db, { ...news, paid }, planEmail);
  } catch (error) {
    await dropPlanEmail(db, id);
    throw error;
  }
}

interface News extends Pick<PlanEmailId, "email" | "about"> {
  what: PlanNews["what"];
  at: Date;
  /** The invoice whose payment is the news. */
  renewal?: StripeInvoice;
}

function newsOf({ subscription, renewal }: Reading, now: Date): News[] {
  const { status, startedAt, trialEnd, periodEnd, cancelAt, endedAt, openInvoice } = subscription;
  const isNew = (at: Date) => now.getTime() - at.getTime() < newsMs;
  if (endedAt !== null) return isNew(endedAt) ? [{ email: "ended", about: "end", what: "ended", at: endedAt }] : [];
  const news: News[] = [];
  if ((status === "trialing" || status === "active") && isNew(startedAt)) {
    const what = status === "trialing" ? "trial" : "started";
    news.push({ email: "started", about: "start", what, at: periodEnd });
  }
  const isEnding = trialEnd !== null && trialEnd > now && trialEnd.getTime() - now.getTime() < trialNoticeMs;
  if (status === "trialing" && isEnding && cancelAt === null)
    news.push({ email: "trial-ending", about: trialEnd.toISOString(), what: "trial-ending", at: trialEnd });
  if (renewal !== null && isNew(renewal.paidAt ?? renewal.createdAt)) {
    const what = endsTrial(renewal, trialEnd) ? "trial-ended" : "renewed";
    news.push({ email: "renewed", about: renewal.id, what, at: periodEnd, renewal });
  }
  if (status === "past_due" && openInvoice !== null)
    news.push({ email: "payment-failed", about: openInvoice.id, what: "payment-failed", at: periodEnd });
  if (cancelAt !== null)
    news.push({ email: "cancelled", about: cancelAt.toISOString(), what: "cancelled", at: cancelAt });
  return news;
}

/** The invoice of the first period after a trial is made at the trial's end. */
function endsTrial({ createdAt }: StripeInvoice, trialEnd: Date | null): boolean {
  return trialEnd !== null && Math.abs(createdAt.getTime() - trialEnd.getTime()) < newsMs / 2;
}

interface Sent extends Pick<PlanNews, "now" | "payUrl"> {
  account: string;
  id: string;
}

async function send(
  db: Db,
  { account, id, ...news }: Sent & Pick<News, "what" | "at"> & Pick<PlanNews, "paid">,
  compose: (news: PlanNews) => Email,
): Promise<void> {
  const row = (await readSubscriptionRows(db, account)).find((one) => one.id === id);
  const planPrice = row?.planPrice ?? null;
  const [price] = planPrice === null ? [] : await readPlanPricesById(db, [planPrice]);
  const to = await readBuyerEmail(db, account);
  if (price !== undefined && to !== null) await sendEmail(compose({ ...news, price, to }));
}

async function readPaidMonth(db: Db, subscription: string, invoice: StripeInvoice): Promise<PaidMonth | null> {
  const months = (await readMonthsOfSubscription(db, subscription)).filter(
    ({ invoiceId, credits }) => invoiceId === invoice.id && credits > 0,
  );
  const [first] = months;
  if (first === undefined) return null;
  const { totalCents: cents, currency } = invoice;
  const seats = months.filter(({ monthStart }) => monthStart.getTime() === first.monthStart.getTime());
  const credits = seats.reduce((sum, month) => sum + month.credits, 0);
  return { cents, currency, credits, expiresAt: endOfPlanBatch(first.monthEnd, first.doneAt ?? first.dueAt) };
}
