import type Stripe from "stripe";
import { z } from "zod";
import { type Call, type Endpoints, found, newestFirst, shownPage } from "./endpoint.ts";
import { expandInto } from "./expand.ts";
import { type Cause, type FakeStripe, newId, nowSeconds } from "./fake.ts";
import {
  expand,
  type Fields,
  isWithin,
  metadataField,
  pageFields,
  rangeField,
  readParameters,
  text,
  unplayed,
  whole,
} from "./parameters.ts";
import { invalidRequest } from "./refusal.ts";
import { onlyExpand } from "./session-parameters.ts";
import type { StoredRefund } from "./state.ts";

const refundCreate = z.strictObject({
  amount: whole.optional(),
  payment_intent: text,
  reason: z.enum(["duplicate", "fraudulent", "requested_by_customer"]).optional(),
  metadata: metadataField,
  expand,
  charge: unplayed,
  currency: unplayed,
  customer: unplayed,
  instructions_email: unplayed,
  origin: unplayed,
  refund_application_fee: unplayed,
  reverse_transfer: unplayed,
} satisfies Fields<Stripe.RefundCreateParams>);

const refundList = z.strictObject({
  ...pageFields,
  expand,
  payment_intent: text.optional(),
  charge: text.optional(),
  created: rangeField,
} satisfies Fields<Stripe.RefundListParams>);

/** Refunds of payments: whole or in part, at once or pending with a bank, and failed. */
export const refundEndpoints: Endpoints = {
  "POST /v1/refunds": createRefund,
  "GET /v1/refunds": ({ fakeStripe, raw }) => {
    const { payment_intent: intent, charge, created, ...page } = readParameters(refundList, raw);
    const all = newestFirst(fakeStripe.state.refunds)
      .filter((one) => (!intent || one.intent === intent) && (!charge || one.charge === charge))
      .filter((one) => isWithin(one.created, created));
    return shownPage(fakeStripe, all, page, { show: showRefund, url: "/v1/refunds" });
  },
  "GET /v1/refunds/:id": ({ fakeStripe, id, raw }) => {
    const { expand: paths } = readParameters(onlyExpand, raw);
    return expandInto(fakeStripe, showRefund(found(fakeStripe.state.refunds, id, "refund")), paths);
  },
};

function createRefund({ fakeStripe, raw, cause }: Call) {
  const { payment_intent: intent, amount, reason, metadata } = readParameters(refundCreate, raw);
  return showRefund(refund(fakeStripe, { intent, amount, reason, metadata, status: "succeeded" }, cause));
}

/** Refunds a payment, at most what is left of it; a pending refund waits for the bank. */
export function refund(
  fakeStripe: FakeStripe,
  asked: {
    intent: string;
    amount?: number | undefined;
    reason?: string | undefined;
    metadata?: Record<string, string> | undefined;
    status: "succeeded" | "pending";
  },
  cause?: Cause,
): StoredRefund {
  const { state, emit } = fakeStripe;
  const intent = found(state.intents, asked.intent, "payment_intent", "payment_intent");
  if (intent.charge === null) throw invalidRequest("This PaymentIntent has no successful charge to refund.");
  const left = Object.values(state.refunds)
    .filter((one) => one.intent === intent.id && one.status !== "failed" && one.status !== "canceled")
    .reduce((rest, one) => rest - one.amount, intent.amount);
  const amount = asked.amount ?? left;
  if (left === 0)
    throw invalidRequest(`Charge ${intent.charge} has already been refunded.`, { code: "charge_already_refunded" });
  if (amount < 1 || amount > left) {
    throw invalidRequest(`Refund amount is greater than the unrefunded amount on the charge (${left}).`, {
      param: "amount",
    });
  }
  const made: StoredRefund = {
    id: newId("re"),
    created: nowSeconds(),
    amount,
    currency: intent.currency,
    intent: intent.id,
    charge: intent.charge,
    customer: intent.customer,
    reason: asked.reason ?? null,
    status: asked.status,
    metadata: asked.metadata ?? {},
  };
  state.refunds[made.id] = made;
  emit("refund.created", showRefund(made), cause);
  return made;
}

/** What the bank says of a refund later. */
export function settleRefund(fakeStripe: FakeStripe, id: string, status: "succeeded" | "failed" | "canceled") {
  const known = found(fakeStripe.state.refunds, id, "refund");
  known.status = status;
  fakeStripe.emit(status === "failed" ? "refund.failed" : "refund.updated", showRefund(known));
}

function showRefund(one: StoredRefund): Stripe.Refund {
  return {
    id: one.id,
    object: "refund",
    amount: one.amount,
    balance_transaction: null,
    charge: one.charge,
    created: one.created,
    currency: one.currency,
    customer: one.customer,
    customer_account: null,
    ...(one.status === "failed" ? { failure_reason: "lost_or_stolen_card" } : {}),
    metadata: one.metadata,
    payment_intent: one.intent,
    payment_method: null,
    reason: one.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: one.status,
    transfer_reversal: null,
  };
}
