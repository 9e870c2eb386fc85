import type Stripe from "stripe";
import { z } from "zod";
import { type Endpoints, found, newestFirst, shownPage } from "./endpoint.ts";
import { expandInto } from "./expand.ts";
import { type FakeStripe, newId, nowSeconds } from "./fake.ts";
import { expand, type Fields, pageFields, readParameters, text, unplayed } from "./parameters.ts";
import { cardDeclined, noSuch } from "./refusal.ts";
import { onlyExpand } from "./session-parameters.ts";
import { showPaymentMethod } from "./show-payment-method.ts";
import type { StoredPaymentMethod } from "./state.ts";

const attach = z.strictObject({
  customer: text,
  customer_account: unplayed,
  expand,
} satisfies Fields<Stripe.PaymentMethodAttachParams>);

const list = z.strictObject({
  ...pageFields,
  expand,
  customer: text,
  type: z.enum(["card", "sepa_debit"]).optional(),
  allow_redisplay: unplayed,
  customer_account: unplayed,
} satisfies Fields<Stripe.PaymentMethodListParams>);

/** Stripe's own test cards by their names, of which a copy is attached; `refused` ones cannot be attached. */
const testCards: { [name: string]: { last4: string; brand: string; declines: boolean; refused?: boolean } } = {
  pm_card_visa: { last4: "4242", brand: "visa", declines: false },
  pm_card_mastercard: { last4: "4444", brand: "mastercard", declines: false },
  pm_card_chargeCustomerFail: { last4: "0341", brand: "visa", declines: true },
  pm_card_chargeDeclined: { last4: "0002", brand: "visa", declines: true, refused: true },
};

/** Payment methods: test cards that work, that fail when charged, and that cannot be attached. */
export const paymentMethodEndpoints: Endpoints = {
  "POST /v1/payment_methods/:id/attach": ({ fakeStripe, id, raw, cause }) => {
    const asked = readParameters(attach, raw);
    found(fakeStripe.state.customers, asked.customer, "customer", "customer");
    const method = attachMethod(fakeStripe, id, asked.customer);
    fakeStripe.emit("payment_method.attached", showPaymentMethod(method), cause);
    return expandInto(fakeStripe, showPaymentMethod(method), asked.expand);
  },
  "POST /v1/payment_methods/:id/detach": ({ fakeStripe, id, raw, cause }) => {
    readParameters(onlyExpand, raw);
    const method = found(fakeStripe.state.paymentMethods, id, "PaymentMethod");
    method.customer = null;
    fakeStripe.emit("payment_method.detached", showPaymentMethod(method), cause);
    return showPaymentMethod(method);
  },
  "GET /v1/payment_methods/:id": ({ fakeStripe, id, raw }) => {
    const asked = readParameters(onlyExpand, raw);
    const shown = showPaymentMethod(found(fakeStripe.state.paymentMethods, id, "PaymentMethod"));
    return expandInto(fakeStripe, shown, asked.expand);
  },
  "GET /v1/payment_methods": ({ fakeStripe, raw }) => {
    const { customer, type, ...page } = readParameters(list, raw);
    const all = newestFirst(fakeStripe.state.paymentMethods)
      .filter((one) => one.customer === customer)
      .filter((one) => !type || one.type === type);
    return shownPage(fakeStripe, all, page, { show: showPaymentMethod, url: "/v1/payment_methods" });
  },
};

/** Gives a customer a payment method: one of its own, or a copy of a test card. */
export function attachMethod(fakeStripe: FakeStripe, id: string, customer: string): StoredPaymentMethod {
  const own = fakeStripe.state.paymentMethods[id];
  if (own) return Object.assign(own, { customer });
  const card = testCards[id];
  if (!card) throw noSuch("PaymentMethod", id, "payment_method");
  if (card.refused) throw cardDeclined();
  return makeMethod(fakeStripe, { customer, type: "card", ...card });
}

type NewMethod = { customer: string; type: "card" | "sepa_debit"; brand?: string; last4: string; declines: boolean };

/** A new payment method of a customer. Cards of one number have one fingerprint. */
export function makeMethod(fakeStripe: FakeStripe, asked: NewMethod): StoredPaymentMethod {
  const { customer, type, brand = "visa", last4, declines } = asked;
  const method: StoredPaymentMethod = {
    id: newId("pm"),
    created: nowSeconds(),
    customer,
    type,
    brand,
    last4,
    // A card of its own for each customer, as people have: the same one again for the same customer.
    fingerprint: fakeStripe.state.settings.cardFingerprint ?? `${last4}${customer.slice(-12)}`,
    declines,
  };
  fakeStripe.state.paymentMethods[method.id] = method;
  return method;
}
