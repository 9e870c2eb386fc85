import "server-only";
import type { Db } from "#db/client.ts";
import { readBuyerEmail, readOrderRow } from "#db/queries/orders/orders.ts";
import { readToldMoney, type ToldMoney, takePaymentEmail } from "#db/queries/orders/payment-emails.ts";
import { type PaymentRow, readPayment } from "#db/queries/orders/payments.ts";
import { readPayerOfInvoice } from "#db/queries/plans/plan-invoices.ts";
import type { PaymentNews } from "#lib/mail/payment-news.ts";
import { canSendEmail, type Email, sendEmail } from "#lib/mail/send-email.ts";
import { log } from "#lib/observability/log.ts";
import { describeReturns } from "./list-returns.ts";

/**
 * Emails a payer what became of the money of a payment since they were told last: refunded, disputed, or given back. Each
 * change once. An email that cannot be sent is logged and tried again with the next reading.
 */
export async function emailAboutPayment(db: Db, id: string): Promise<void> {
  if (!canSendEmail()) return;
  try {
    const payment = await readPayment(db, id);
    if (payment === null) return;
    const told = await readToldMoney(db, id);
    for (const money of ["returnedCents", "disputedCents"] as const)
      await tell(db, payment, { money, from: told[money] });
  } catch (error) {
    log.warn({ err: error, payment: id }, "An email about a payment was not sent");
  }
}

async function tell(
  db: Db,
  payment: PaymentRow,
  { money, from }: { money: keyof ToldMoney; from: number },
): Promise<void> {
  const to = payment[money];
  if (to === from) return;
  const compose = await loadEmail(money, to < from);
  if (compose === null) return;
  const change = { paymentId: payment.id, money };
  if (!(await takePaymentEmail(db, { ...change, from, to }))) return;
  try {
    const news = await newsOf(db, payment);
    if (news !== null) await sendEmail(compose(news));
  } catch (error) {
    await takePaymentEmail(db, { ...change, from: to, to: from });
    throw error;
  }
}

/**
 * The email about a change, loaded only to be sent; null on the command line, where the library of texts does not load: it
 * leaves emails to the app, which reads the payment again when Stripe's event comes.
 */
async function loadEmail(money: keyof ToldMoney, isBack: boolean): Promise<((news: PaymentNews) => Email) | null> {
  const what = money === "returnedCents" ? "refund" : "dispute";
  try {
    if (isBack) {
      const { givenBackEmail } = await import("#lib/mail/given-back-email.ts");
      return (news) => givenBackEmail(news, what);
    }
    return what === "refund"
      ? (await import("#lib/mail/refunded-email.ts")).refundedEmail
      : (await import("#lib/mail/disputed-email.ts")).disputedEmail;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND") return null;
    throw error;
  }
}

/** Null when the payer has no address any more. */
async function newsOf(db: Db, payment: PaymentRow): Promise<PaymentNews | null> {
  const { orderId, invoiceId } = payment;
  const order = orderId === null ? null : await readOrderRow(db, orderId);
  const userId = order?.userId ?? (invoiceId === null ? null : await readPayerOfInvoice(db, invoiceId));
  const to = userId === null ? null : await readBuyerEmail(db, userId);
  if (userId === null || to === null) return null;
  const [returned] = await describeReturns(db, userId, [payment]);
  if (returned === undefined) throw new Error(`Payment ${payment.id} was not described`);
  const { currency, paidCents, returnedCents, batches, credits } = returned;
  const bought = order === null ? { plan: batches[0]?.label ?? null } : { credits: order.credits };
  return { to, bought, currency, paidCents, returnedCents, batch: batches[0]?.number ?? null, credits };
}
