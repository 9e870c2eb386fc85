import "server-only";
import type { Db } from "#db/client.ts";
import { readSoldPrices } from "#db/queries/catalogue/plans.ts";
import { readClock } from "#db/queries/clock.ts";
import { type MonthsToCome, readMonthsToCome } from "#db/queries/plans/plan-months.ts";
import { type InvoicePreview, previewRenewal, previewToday } from "#lib/billing/stripe/preview-invoice.ts";
import { endOfPlanBatch } from "#lib/credits/plans/end-of-plan-batch.ts";
import { monthsOfInvoice } from "./months-of-invoice.ts";
import { type ChangeRefusal, type ChosenPlan, prepareChange, type ReadyChange } from "./prepare-change.ts";
import type { NamedPrice } from "./read-bought.ts";
import { type CreditsUntil, readPlanCredits } from "./read-plan-credits.ts";
import type { WayToChange } from "./way-to-change.ts";

/** What a change of plan would do. Money is in minor units of `to`'s currency. */
export interface ChangePreview {
  status: "ready";
  way: Exclude<WayToChange, "none">;
  from: NamedPrice;
  to: NamedPrice;
  /** Charged today; 0 unless it starts today. */
  dueCents: number;
  /** The first charge after today. */
  next: { at: Date; cents: number };
  /** Granted today, where it starts today. */
  added: CreditsUntil | null;
  /** The plan's credits that stay as they are, soonest end first. */
  kept: CreditsUntil[];
  /** Paid months of credits that keep coming, where it starts today. */
  toCome: MonthsToCome | null;
  isTrial: boolean;
}

/**
 * Says exactly what a change would cost, grant and leave, and changes nothing: money as Stripe would bill it, credits by our
 * own rules. `nothing-to-change`: it comes next already. @throws StripeUnavailable
 */
export async function previewChange(
  db: Db,
  chosen: ChosenPlan,
): Promise<ChangePreview | ChangeRefusal | { status: "nothing-to-change" }> {
  const ready = await prepareChange(db, chosen);
  if (ready.status !== "ready") return ready;
  const { way, bought, to } = ready;
  if (way === "none") return { status: "nothing-to-change" };
  const about = { status: "ready", from: bought.paid, to, isTrial: bought.isTrial } as const;
  const [now, kept] = [await readClock(db), await readPlanCredits(db, chosen.userId)];
  if (way !== "today")
    return { ...about, way, dueCents: 0, next: await nextCharge(ready), added: null, kept, toCome: null };
  const invoice = await previewToday(ready);
  const toCome = await readMonthsToCome(db, chosen.userId);
  const next = { at: latestEnd(invoice), cents: to.amountCents * ready.subscription.quantity };
  return {
    ...about,
    way,
    dueCents: invoice.dueCents,
    next,
    added: await addedBy(db, ready, { invoice, now }),
    kept,
    toCome,
  };
}

/** The renewal that is the first to differ. */
async function nextCharge(ready: ReadyChange): Promise<{ at: Date; cents: number }> {
  const { subscription, to, way } = ready;
  const listed = to.amountCents * subscription.quantity;
  const invoice = way === "schedule" ? null : await previewRenewal(subscription.id, ready);
  return { at: subscription.periodEnd, cents: invoice?.dueCents ?? listed };
}

function latestEnd({ lines }: InvoicePreview): Date {
  return new Date(Math.max(...lines.map(({ end }) => end.getTime())));
}

/** The first month that the invoice would grant, by the rules that the real one follows. */
async function addedBy(
  db: Db,
  { subscription }: ReadyChange,
  { invoice, now }: { invoice: InvoicePreview; now: Date },
): Promise<CreditsUntil | null> {
  const ids = invoice.lines.flatMap(({ price }) => (price === null ? [] : [price]));
  const prices = await readSoldPrices(db, { livemode: subscription.livemode, ids });
  const found = monthsOfInvoice(
    { invoice: { id: "preview", currency: invoice.currency }, lines: invoice.lines, prices },
    { anchors: [now], now },
  );
  const first = found.status === "known" ? found.months.find(({ credits }) => credits > 0) : undefined;
  return first === undefined ? null : { amount: first.credits, until: endOfPlanBatch(first.month.end, now) };
}
