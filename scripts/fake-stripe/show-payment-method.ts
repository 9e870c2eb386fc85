import type Stripe from "stripe";
import type { StoredPaymentMethod } from "./state.ts";

/** A payment method as the API shows it. */
export function showPaymentMethod(method: StoredPaymentMethod): Stripe.PaymentMethod {
  return {
    id: method.id,
    object: "payment_method",
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    ...(method.type === "card" ? { card: cardOf(method) } : { sepa_debit: debitOf(method) }),
    created: method.created,
    customer: method.customer,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: method.type,
  };
}

function cardOf({ brand, last4, fingerprint }: StoredPaymentMethod): Stripe.PaymentMethod.Card {
  return {
    brand,
    checks: null,
    country: "US",
    display_brand: brand,
    exp_month: 12,
    exp_year: 2034,
    fingerprint,
    funding: "credit",
    generated_from: null,
    last4,
    networks: null,
    regulated_status: "unregulated",
    three_d_secure_usage: null,
    wallet: null,
  };
}

function debitOf({ last4, fingerprint }: StoredPaymentMethod): Stripe.PaymentMethod.SepaDebit {
  return { bank_code: "37040044", branch_code: "", country: "DE", fingerprint, generated_from: null, last4 };
}
