import type Stripe from "stripe";
import type { FakeStripe } from "./fake.ts";
import type { StoredIntent } from "./state.ts";

/** The payment whose charge this is. */
export function findIntentOf({ state }: FakeStripe, charge: string): StoredIntent | undefined {
  return Object.values(state.intents).find((one) => one.charge === charge);
}

/** The charge of a payment as the API shows it, with the address of its receipt. */
export function showCharge({ state, publicUrl }: FakeStripe, intent: StoredIntent): Stripe.Charge {
  const id = intent.charge ?? "";
  const refunds = Object.values(state.refunds).filter((one) => one.intent === intent.id && one.status !== "failed");
  const refunded = refunds.reduce((sum, { status, amount }) => (status === "canceled" ? sum : sum + amount), 0);
  return {
    id,
    object: "charge",
    amount: intent.amount,
    amount_captured: intent.amount,
    amount_refunded: refunded,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: null,
    captured: true,
    created: intent.created,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: Object.values(state.disputes).some((one) => one.intent === intent.id),
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: null,
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: null,
    paid: true,
    payment_intent: intent.id,
    payment_method: intent.paymentMethod,
    payment_method_details: null,
    receipt_email: null,
    receipt_number: null,
    receipt_url: `${publicUrl}/demo/stripe/receipt/${id}`,
    refunded: refunded === intent.amount,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: "succeeded",
    transfer_data: null,
    transfer_group: null,
  };
}
