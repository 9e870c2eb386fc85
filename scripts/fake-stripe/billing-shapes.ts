import { z } from "zod";

const metadata = z.record(z.string(), z.string());
const id = z.string();
const seconds = z.number();
const maybeId = z.string().nullable();
const maybeSeconds = z.number().nullable();

/** A card, or a bank account: whether payments with it succeed is settled when it is made. */
export const paymentMethod = z.object({
  id,
  created: seconds,
  customer: maybeId,
  type: z.enum(["card", "sepa_debit"]),
  brand: z.string(),
  last4: z.string(),
  fingerprint: z.string(),
  declines: z.boolean(),
});

export const coupon = z.object({
  id,
  created: seconds,
  name: z.string().nullable(),
  percentOff: z.number().nullable(),
  amountOff: z.number().nullable(),
  currency: z.string().nullable(),
  duration: z.enum(["forever", "once", "repeating"]),
  months: z.number().nullable(),
  timesRedeemed: z.number(),
  metadata,
});

export const discount = z.object({
  id,
  coupon: id,
  customer: id,
  subscription: maybeId,
  session: maybeId,
  start: seconds,
  end: maybeSeconds,
});

const subscriptionItem = z.object({
  id,
  created: seconds,
  price: id,
  quantity: z.number(),
  periodStart: seconds,
  periodEnd: seconds,
  metadata,
});

export const subscription = z.object({
  id,
  created: seconds,
  customer: id,
  status: z.enum(["trialing", "active", "past_due", "canceled", "incomplete", "incomplete_expired", "unpaid"]),
  items: z.array(subscriptionItem),
  /** Periods are counted from here. */
  anchor: seconds,
  currency: z.string(),
  startDate: seconds,
  trialStart: maybeSeconds,
  trialEnd: maybeSeconds,
  /** What happens at the trial's end without a payment method. */
  trialEndBehavior: z.enum(["cancel", "create_invoice"]),
  trialEndAnnounced: z.boolean(),
  cancelAt: maybeSeconds,
  cancelAtPeriodEnd: z.boolean(),
  canceledAt: maybeSeconds,
  endedAt: maybeSeconds,
  cancelReason: z.enum(["cancellation_requested", "payment_failed"]).nullable(),
  cancelComment: z.string().nullable(),
  cancelFeedback: z.string().nullable(),
  paymentMethod: maybeId,
  discounts: z.array(id),
  latestInvoice: maybeId,
  schedule: maybeId,
  description: z.string().nullable(),
  metadata,
  /** A change that waits for its invoice to be paid. */
  pendingUpdate: z
    .object({
      invoice: id,
      expiresAt: seconds,
      items: z.array(subscriptionItem),
      anchor: seconds,
      trialEnd: maybeSeconds,
    })
    .nullable(),
});

/** What the next invoice adds to the plan: prorations, and items made by hand. */
export const invoiceItem = z.object({
  id,
  created: seconds,
  customer: id,
  subscription: maybeId,
  subscriptionItem: maybeId,
  price: maybeId,
  quantity: z.number(),
  amount: z.number(),
  currency: z.string(),
  description: z.string().nullable(),
  periodStart: seconds,
  periodEnd: seconds,
  proration: z.boolean(),
  /** Where the item went; null while it waits. */
  invoice: maybeId,
  metadata,
});

const invoiceLine = z.object({
  id,
  amount: z.number(),
  quantity: z.number(),
  price: maybeId,
  description: z.string().nullable(),
  periodStart: seconds,
  periodEnd: seconds,
  proration: z.boolean(),
  /** Which of the two parents of the API the line shows. */
  parent: z.enum(["subscription_item_details", "invoice_item_details"]),
  invoiceItem: maybeId,
  subscription: maybeId,
  subscriptionItem: maybeId,
  discounts: z.array(z.object({ discount: id, amount: z.number() })),
  metadata,
});

const invoicePayment = z.object({
  id,
  created: seconds,
  intent: id,
  amount: z.number(),
  status: z.enum(["open", "paid", "canceled"]),
  paidAt: maybeSeconds,
  canceledAt: maybeSeconds,
});

export const invoice = z.object({
  id,
  created: seconds,
  customer: id,
  subscription: maybeId,
  /** The subscription's, when the invoice was made. */
  subscriptionMetadata: metadata,
  reason: z.enum(["subscription_create", "subscription_cycle", "subscription_update", "manual", "upcoming"]),
  status: z.enum(["draft", "open", "paid", "void", "uncollectible"]),
  currency: z.string(),
  description: z.string().nullable(),
  lines: z.array(invoiceLine),
  discounts: z.array(id),
  periodStart: seconds,
  periodEnd: seconds,
  number: z.string().nullable(),
  startingBalance: z.number(),
  endingBalance: z.number().nullable(),
  amountPaid: z.number(),
  paidOutOfBand: z.boolean(),
  attemptCount: z.number(),
  autoAdvance: z.boolean(),
  finalizesAt: maybeSeconds,
  nextAttempt: maybeSeconds,
  finalizedAt: maybeSeconds,
  paidAt: maybeSeconds,
  voidedAt: maybeSeconds,
  uncollectibleAt: maybeSeconds,
  payments: z.array(invoicePayment),
  /** What credit notes took off before the payment, and gave back after it. */
  creditedBefore: z.number().default(0),
  creditedAfter: z.number().default(0),
  metadata,
});

export const creditNote = z.object({
  id,
  created: seconds,
  number: z.string(),
  invoice: id,
  customer: id,
  currency: z.string(),
  amount: z.number(),
  beforePayment: z.boolean(),
  /** What was returned outside Stripe. */
  outside: z.number(),
  refund: z.object({ id, amount: z.number() }).nullable(),
  memo: z.string().nullable(),
  reason: z.enum(["duplicate", "fraudulent", "order_change", "product_unsatisfactory"]).nullable(),
  metadata,
  status: z.enum(["issued", "void"]),
  voidedAt: maybeSeconds,
});

const phase = z.object({
  items: z.array(z.object({ price: id, quantity: z.number() })),
  start: seconds,
  end: seconds,
  proration: z.enum(["always_invoice", "create_prorations", "none"]),
  restartsAnchor: z.boolean(),
  metadata,
});

export const schedule = z.object({
  id,
  created: seconds,
  customer: id,
  subscription: maybeId,
  status: z.enum(["active", "canceled", "completed", "not_started", "released"]),
  phases: z.array(phase),
  current: z.number(),
  endBehavior: z.enum(["cancel", "release"]),
  releasedSubscription: maybeId,
  releasedAt: maybeSeconds,
  completedAt: maybeSeconds,
  canceledAt: maybeSeconds,
  metadata,
});

export const testClock = z.object({ id, created: seconds, frozenTime: seconds, name: z.string().nullable() });
