import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";

const metadata = z.record(z.string(), z.string());

const customer = z.object({
  id: z.string(),
  created: z.number(),
  email: z.string().nullable(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  description: z.string().nullable(),
  metadata,
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
});

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

const stateShape = z.object({
  customers: z.record(z.string(), customer),
  products: z.record(z.string(), product),
  prices: z.record(z.string(), price),
  sessions: z.record(z.string(), session),
  intents: z.record(z.string(), intent),
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
export type StoredEvent = z.infer<typeof event>;
export type StoredDelivery = z.infer<typeof delivery>;

/** The fake Stripe's memory, and how to keep it: an order begun before a restart can be paid after it. */
export function openState(file: string | undefined): { state: State; save: () => void } {
  const state = stateShape.parse((file ? readJson(file) : undefined) ?? emptyState());
  return { state, save: () => file && writeWhole(file, JSON.stringify(state)) };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function emptyState(): State {
  return {
    customers: {},
    products: {},
    prices: {},
    sessions: {},
    intents: {},
    events: {},
    deliveries: [],
    replays: {},
  };
}

/** Written beside and renamed, so that a kill in the middle leaves the old state whole. */
function writeWhole(file: string, text: string) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
