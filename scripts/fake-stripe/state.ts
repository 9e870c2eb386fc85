import { z } from "zod";
import {
  coupon,
  creditNote,
  discount,
  invoice,
  invoiceItem,
  paymentMethod,
  schedule,
  subscription,
  testClock,
} from "./billing-shapes.ts";
import { portalConfiguration, portalSession } from "./portal/shapes.ts";

const metadata = z.record(z.string(), z.string());

const customer = z.object({
  id: z.string(),
  created: z.number(),
  email: z.string().nullable(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  description: z.string().nullable(),
  metadata,
  /** What the next invoice adds (above 0) or takes off (below 0), in minor units. */
  balance: z.number().default(0),
  paymentMethod: z.string().nullable().default(null),
  testClock: z.string().nullable().default(null),
  /** How far the demonstration has moved this customer's clock ahead, in seconds. */
  aheadSeconds: z.number().default(0),
  /** Whether every payment is declined, whatever the card: for the demonstration and the tests. */
  declines: z.boolean().default(false),
  invoiceCount: z.number().default(0),
});

const product = z.object({
  id: z.string(),
  created: z.number(),
  active: z.boolean(),
  name: z.string(),
  description: z.string().nullable(),
  taxCode: z.string().nullable(),
  unitLabel: z.string().nullable(),
  metadata,
});

const price = z.object({
  id: z.string(),
  created: z.number(),
  active: z.boolean(),
  currency: z.string(),
  product: z.string(),
  unitAmount: z.number(),
  recurring: z
    .object({ interval: z.enum(["day", "week", "month", "year"]), count: z.number() })
    .nullable()
    .default(null),
  lookupKey: z.string().nullable(),
  nickname: z.string().nullable(),
  taxBehavior: z.string(),
  metadata,
});

const session = z.object({
  id: z.string(),
  created: z.number(),
  status: z.enum(["open", "complete", "expired"]),
  paymentStatus: z.enum(["unpaid", "paid", "no_payment_required"]),
  lines: z.array(z.object({ id: z.string(), price: z.string(), quantity: z.number(), name: z.string() })),
  currency: z.string(),
  amount: z.number(),
  customer: z.string().nullable(),
  customerEmail: z.string().nullable(),
  clientReferenceId: z.string().nullable(),
  successUrl: z.string(),
  cancelUrl: z.string().nullable(),
  expiresAt: z.number(),
  locale: z.string().nullable(),
  submitType: z.string().nullable(),
  metadata,
  intentDescription: z.string().nullable(),
  intentMetadata: metadata,
  intent: z.string().nullable(),
  declined: z.boolean(),
  mode: z.enum(["payment", "subscription"]).default("payment"),
  coupon: z.string().nullable().default(null),
  amountDiscount: z.number().default(0),
  trialDays: z.number().nullable().default(null),
  trialEndBehavior: z.enum(["cancel", "create_invoice"]).default("create_invoice"),
  cardAlways: z.boolean().default(false),
  subscriptionDescription: z.string().nullable().default(null),
  subscriptionMetadata: metadata.default({}),
  subscription: z.string().nullable().default(null),
  invoice: z.string().nullable().default(null),
  /** When the bank answers a delayed payment, in milliseconds; null when it is not waiting. */
  settlesAt: z.number().nullable(),
});

const intent = z.object({
  id: z.string(),
  created: z.number(),
  status: z.enum(["requires_payment_method", "processing", "succeeded", "canceled"]),
  amount: z.number(),
  currency: z.string(),
  customer: z.string().nullable(),
  description: z.string().nullable(),
  declined: z.boolean(),
  charge: z.string().nullable(),
  metadata,
  paymentMethod: z.string().nullable().default(null),
});

const refund = z.object({
  id: z.string(),
  created: z.number(),
  amount: z.number(),
  currency: z.string(),
  intent: z.string(),
  charge: z.string(),
  customer: z.string().nullable(),
  reason: z.string().nullable(),
  status: z.enum(["pending", "succeeded", "failed", "canceled"]),
  metadata,
});

const dispute = z.object({
  id: z.string(),
  created: z.number(),
  amount: z.number(),
  currency: z.string(),
  intent: z.string(),
  charge: z.string(),
  status: z.string(),
});

const warning = z.object({ id: z.string(), created: z.number(), intent: z.string(), charge: z.string() });

const event = z.object({
  id: z.string(),
  created: z.number(),
  type: z.string(),
  object: z.json(),
  request: z.string().nullable(),
  idempotencyKey: z.string().nullable(),
  delivered: z.boolean(),
});

const delivery = z.object({
  event: z.string(),
  attempt: z.number(),
  /** In milliseconds; null while it is held back. */
  dueAt: z.number().nullable(),
});

const replay = z.object({ request: z.string(), status: z.number(), body: z.json() });

export const stateShape = z.object({
  customers: z.record(z.string(), customer),
  /** The ids of customers that were deleted: they can be read, and nothing else. */
  deletedCustomers: z.array(z.string()).default([]),
  products: z.record(z.string(), product),
  prices: z.record(z.string(), price),
  sessions: z.record(z.string(), session),
  intents: z.record(z.string(), intent),
  refunds: z.record(z.string(), refund).default({}),
  disputes: z.record(z.string(), dispute).default({}),
  warnings: z.record(z.string(), warning).default({}),
  creditNotes: z.record(z.string(), creditNote).default({}),
  paymentMethods: z.record(z.string(), paymentMethod).default({}),
  coupons: z.record(z.string(), coupon).default({}),
  discounts: z.record(z.string(), discount).default({}),
  subscriptions: z.record(z.string(), subscription).default({}),
  invoiceItems: z.record(z.string(), invoiceItem).default({}),
  invoices: z.record(z.string(), invoice).default({}),
  schedules: z.record(z.string(), schedule).default({}),
  testClocks: z.record(z.string(), testClock).default({}),
  portalConfigurations: z.record(z.string(), portalConfiguration).default({}),
  portalSessions: z.record(z.string(), portalSession).default({}),
  /** What a seller sets in the dashboard. */
  settings: z
    .object({
      /** What becomes of a subscription whose last payment attempt failed. */
      afterRetries: z.enum(["cancel", "unpaid"]),
      prorationParent: z.enum(["subscription_item_details", "invoice_item_details"]),
      /** One fingerprint for every new card; null gives each customer one of its own. */
      cardFingerprint: z.string().nullable(),
    })
    .default({ afterRetries: "cancel", prorationParent: "subscription_item_details", cardFingerprint: null }),
  events: z.record(z.string(), event),
  deliveries: z.array(delivery),
  replays: z.record(z.string(), replay),
});

export type State = z.infer<typeof stateShape>;
export type StoredCustomer = z.infer<typeof customer>;
export type StoredProduct = z.infer<typeof product>;
export type StoredPrice = z.infer<typeof price>;
export type StoredSession = z.infer<typeof session>;
export type StoredIntent = z.infer<typeof intent>;
export type StoredRefund = z.infer<typeof refund>;
export type StoredDispute = z.infer<typeof dispute>;
export type StoredWarning = z.infer<typeof warning>;
export type StoredCreditNote = z.infer<typeof creditNote>;
export type StoredPaymentMethod = z.infer<typeof paymentMethod>;
export type StoredCoupon = z.infer<typeof coupon>;
export type StoredDiscount = z.infer<typeof discount>;
export type StoredSubscription = z.infer<typeof subscription>;
export type StoredInvoiceItem = z.infer<typeof invoiceItem>;
export type StoredInvoice = z.infer<typeof invoice>;
export type StoredSchedule = z.infer<typeof schedule>;
export type StoredTestClock = z.infer<typeof testClock>;
export type StoredPortalConfiguration = z.infer<typeof portalConfiguration>;
export type StoredPortalSession = z.infer<typeof portalSession>;
export type StoredEvent = z.infer<typeof event>;
export type StoredDelivery = z.infer<typeof delivery>;
