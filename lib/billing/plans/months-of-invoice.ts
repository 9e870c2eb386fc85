import type { SoldPrice } from "#db/queries/catalogue/plans.ts";
import type { InvoiceLine, StripeInvoice } from "#lib/billing/stripe/invoices.ts";
import { creditsOfLines, type SeatMonth, trialOfLines } from "#lib/credits/plans/credits-of-lines.ts";
import { anchorOf } from "#lib/credits/plans/months.ts";
import { isCharged, isWholePeriod, type PaidLine } from "#lib/credits/plans/paid-line.ts";

/** A seat's credits for a month, what they are called, and from when they are due. */
export interface InvoiceMonth extends SeatMonth {
  label: string;
  dueAt: Date;
}

/** What is read of an invoice besides its lines. */
type BilledInvoice = Pick<StripeInvoice, "id" | "currency">;

/** What an invoice pays for: a plan price, until when. */
export interface PaidPrice {
  planPrice: string;
  periodEnd: Date;
}

/** What an invoice grants and takes, or why it grants nothing and waits for an operator. */
export type InvoiceMonths =
  | { status: "known"; months: InvoiceMonth[]; trial: InvoiceMonth | null; paidFor: PaidPrice | null; anchor: Date }
  | { status: "unsettled"; reason: string };

/** More seats than are sold: an invoice for more is a mistake, and would make as many batches. */
const mostSeats = 100;

/**
 * Turns the lines of a paid invoice into months of credits: the first month of each seat is due now, later ones when they
 * begin. One-off items are ignored. A line of a subscription whose price is not ours, or is sold in another currency, leaves
 * the whole invoice to an operator. `anchors` are the subscription's and then those of its earlier invoices; the one that the
 * newest line fits is returned. Pure.
 */
export function monthsOfInvoice(
  { invoice, lines, prices }: { invoice: BilledInvoice; lines: readonly InvoiceLine[]; prices: readonly SoldPrice[] },
  { anchors, now }: { anchors: readonly [Date, ...Date[]]; now: Date },
): InvoiceMonths {
  const bySoldPrice = new Map(prices.map((price) => [price.stripePrice, price]));
  const known: { line: PaidLine; name: string; planPrice: string }[] = [];
  for (const line of lines) {
    const sold = line.price === null ? undefined : bySoldPrice.get(line.price);
    if (sold === undefined && !line.ofSubscription) continue;
    const reason = whyUnsettled(invoice, line, sold);
    if (sold === undefined || reason !== null) {
      return { status: "unsettled", reason: `invoice ${invoice.id} ${reason}, so it granted nothing` };
    }
    known.push({ line: toPaidLine(line, sold), name: sold.name, planPrice: sold.price.id });
  }
  const paid = known.map(({ line }) => line);
  const name = (known.findLast(({ line }) => isCharged(line) && !line.givesBack) ?? known[0])?.name ?? "";
  const trial = trialOfLines(paid);
  const charged = known.filter(({ line }) => !line.givesBack);
  const last = charged.toSorted((a, b) => a.line.period.end.getTime() - b.line.period.end.getTime()).at(-1);
  return {
    status: "known",
    months: withDates(creditsOfLines(paid, anchors), now).map((month) => ({
      ...month,
      label: month.credits > 0 ? name : `${name}, plan changed`,
    })),
    trial: trial === null ? null : { ...trial, label: `${name}, trial`, dueAt: now },
    anchor:
      last === undefined ? anchors[0] : anchorOf(last.line.period, { known: anchors, whole: isWholePeriod(last.line) }),
    paidFor: last === undefined ? null : { planPrice: last.planPrice, periodEnd: last.line.period.end },
  };
}

function whyUnsettled(invoice: BilledInvoice, line: InvoiceLine, sold: SoldPrice | undefined): string | null {
  if (sold === undefined) return `bills the price ${line.price}, which is not in the catalogue`;
  const { currency } = sold.price;
  if (currency !== invoice.currency) return `is in ${invoice.currency}, but its price ${line.price} in ${currency}`;
  return line.quantity > mostSeats ? `bills ${line.quantity} seats, more than ${mostSeats}` : null;
}

function toPaidLine(line: InvoiceLine, { price }: SoldPrice): PaidLine {
  const { creditsPerMonth, amountCents, trialCredits } = price;
  return {
    price: { creditsPerMonth, amountCents, trialCredits },
    quantity: line.quantity,
    period: { start: line.start, end: line.end },
    amountCents: line.amountCents,
    proration: line.proration,
    givesBack: line.givesBack,
  };
}

/** A payment grants its first month at once, whatever the two clocks say; the months of a seat are in order. */
function withDates(months: readonly SeatMonth[], now: Date): (SeatMonth & { dueAt: Date })[] {
  return months.map((month, index) => {
    const isFirst = months[index - 1]?.seat !== month.seat;
    return { ...month, dueAt: isFirst || month.month.start < now ? now : month.month.start };
  });
}
