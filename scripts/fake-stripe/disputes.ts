import type Stripe from "stripe";
import { z } from "zod";
import { type Endpoints, found, newestFirst, shownPage } from "./endpoint.ts";
import { expandInto } from "./expand.ts";
import { type FakeStripe, newId, nowSeconds } from "./fake.ts";
import { expand, type Fields, isWithin, pageFields, rangeField, readParameters, text } from "./parameters.ts";
import { invalidRequest } from "./refusal.ts";
import { onlyExpand } from "./session-parameters.ts";
import type { StoredDispute } from "./state.ts";

const disputeList = z.strictObject({
  ...pageFields,
  expand,
  payment_intent: text.optional(),
  charge: text.optional(),
  created: rangeField,
} satisfies Fields<Stripe.DisputeListParams>);

/** Disputes of payments. Banks open and decide them: tests do so by the control. */
export const disputeEndpoints: Endpoints = {
  "GET /v1/disputes": ({ fakeStripe, raw }) => {
    const { payment_intent: intent, charge, created, ...page } = readParameters(disputeList, raw);
    const all = newestFirst(fakeStripe.state.disputes)
      .filter((one) => (!intent || one.intent === intent) && (!charge || one.charge === charge))
      .filter((one) => isWithin(one.created, created));
    return shownPage(fakeStripe, all, page, { show: showDispute, url: "/v1/disputes" });
  },
  "GET /v1/disputes/:id": ({ fakeStripe, id, raw }) => {
    const { expand: paths } = readParameters(onlyExpand, raw);
    return expandInto(fakeStripe, showDispute(found(fakeStripe.state.disputes, id, "dispute")), paths);
  },
};

/** The states that a bank can give a dispute: an inquiry, open, or decided. */
export const disputeStates = [
  "warning_needs_response",
  "warning_closed",
  "needs_response",
  "under_review",
  "won",
  "lost",
  "prevented",
] as const;

/** Opens the dispute of a payment, or gives it another state. */
export function dispute(
  fakeStripe: FakeStripe,
  { intent: id, amount, status }: { intent: string; amount?: number | undefined; status: StoredDispute["status"] },
): void {
  const { state, emit } = fakeStripe;
  const intent = found(state.intents, id, "payment_intent");
  if (intent.charge === null) throw invalidRequest("This PaymentIntent has no successful charge to dispute.");
  const known = Object.values(state.disputes).find((one) => one.intent === id);
  if (known !== undefined) {
    known.status = status;
    const isClosed = ["won", "lost", "prevented", "warning_closed"].includes(status);
    emit(isClosed ? "charge.dispute.closed" : "charge.dispute.updated", showDispute(known));
    return;
  }
  const { currency, charge } = intent;
  const opened = {
    id: newId("du"),
    created: nowSeconds(),
    amount: amount ?? intent.amount,
    currency,
    intent: id,
    charge,
    status,
  };
  state.disputes[opened.id] = opened;
  emit("charge.dispute.created", showDispute(opened));
}

function showDispute(one: StoredDispute): Stripe.Dispute {
  return {
    id: one.id,
    object: "dispute",
    amount: one.amount,
    balance_transactions: [],
    charge: one.charge,
    created: one.created,
    currency: one.currency,
    enhanced_eligibility_types: [],
    evidence: noEvidence,
    evidence_details: {
      due_by: null,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "not_submitted",
    },
    intended_submission_method: null,
    is_charge_refundable: one.status.startsWith("warning_"),
    livemode: false,
    metadata: {},
    payment_intent: one.intent,
    reason: "fraudulent",
    status: one.status,
  };
}

const noEvidence: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};
