import "server-only";
import type { Db } from "#db/client.ts";
import { readPlanPricesById } from "#db/queries/catalogue/plans.ts";
import { readClock } from "#db/queries/clock.ts";
import { readBuyerEmail } from "#db/queries/orders/orders.ts";
import { dropPlanEmail, type PlanEmailId, takePlanEmail } from "#db/queries/plans/plan-emails.ts";
import { readSubscriptionRows } from "#db/queries/plans/subscriptions.ts";
import type { StripeSubscription } from "#lib/billing/stripe/subscriptions.ts";
import type { PlanNews } from "#lib/mail/plan-email.ts";
import { canSendEmail, type Email, sendEmail } from "#lib/mail/send-email.ts";
import { log } from "#lib/observability/log.ts";

/** News that is older than this is no news any more. */
const newsMs = 2 * 24 * 3600 * 1000;

/**
 * Emails the payer of a subscription what its fresh reading says for the first time: it started, a payment failed, it was
 * cancelled, it has ended. Each once. An email that cannot be sent is logged and tried again with the next reading.
 */
export async function emailPayer(db: Db, account: string, subscription: StripeSubscription): Promise<void> {
  if (!canSendEmail()) return;
  try {
    const now = await readClock(db);
    const payUrl = subscription.openInvoice?.payUrl ?? null;
    for (const news of newsOf(subscription, now))
      await sendOnce(db, { ...news, account, id: subscription.id, now, payUrl });
  } catch (error) {
    log.warn({ err: error, subscription: subscription.id }, "An email about a plan was not sent");
  }
}

async function sendOnce(db: Db, { email, about, ...news }: News & Sent): Promise<void> {
  // Loaded only to send: the library of texts does not load on the command line, which leaves emails to the app.
  const { planEmail } = await import("#lib/mail/plan-email.ts");
  const id = { subscriptionId: news.id, email, about };
  if (!(await takePlanEmail(db, id))) return;
  try {
    await send(db, news, planEmail);
  } catch (error) {
    await dropPlanEmail(db, id);
    throw error;
  }
}

interface News extends Pick<PlanEmailId, "email" | "about"> {
  what: PlanNews["what"];
  at: Date;
}

function newsOf(subscription: StripeSubscription, now: Date): News[] {
  const { status, startedAt, periodEnd, cancelAt, endedAt, openInvoice } = subscription;
  const isNew = (at: Date) => now.getTime() - at.getTime() < newsMs;
  if (endedAt !== null) return isNew(endedAt) ? [{ email: "ended", about: "end", what: "ended", at: endedAt }] : [];
  const news: News[] = [];
  if ((status === "trialing" || status === "active") && isNew(startedAt)) {
    const what = status === "trialing" ? "trial" : "started";
    news.push({ email: "started", about: "start", what, at: periodEnd });
  }
  if (status === "past_due" && openInvoice !== null)
    news.push({ email: "payment-failed", about: openInvoice.id, what: "payment-failed", at: periodEnd });
  if (cancelAt !== null)
    news.push({ email: "cancelled", about: cancelAt.toISOString(), what: "cancelled", at: cancelAt });
  return news;
}

interface Sent extends Pick<PlanNews, "now" | "payUrl"> {
  account: string;
  id: string;
}

async function send(
  db: Db,
  { account, id, ...news }: Sent & Pick<News, "what" | "at">,
  compose: (news: PlanNews) => Email,
): Promise<void> {
  const row = (await readSubscriptionRows(db, account)).find((one) => one.id === id);
  const planPrice = row?.planPrice ?? null;
  const [price] = planPrice === null ? [] : await readPlanPricesById(db, [planPrice]);
  const to = await readBuyerEmail(db, account);
  if (price !== undefined && to !== null) await sendEmail(compose({ ...news, price, to }));
}
