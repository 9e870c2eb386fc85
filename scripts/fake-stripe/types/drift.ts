import { join } from "node:path";
import { problemsOf } from "./check-value.ts";
import { resources, type Scope } from "./declarations.ts";

/** The type of each object, by what its field `object` says. */
const objects: { [object: string]: [file: string, name: string] } = {
  "billing_portal.configuration": ["BillingPortal/Configurations", "Configuration"],
  "billing_portal.session": ["BillingPortal/Sessions", "Session"],
  "checkout.session": ["Checkout/Sessions", "Session"],
  coupon: ["Coupons", "Coupon"],
  credit_note: ["CreditNotes", "CreditNote"],
  customer: ["Customers", "Customer"],
  "deleted customer": ["Customers", "DeletedCustomer"],
  discount: ["Discounts", "Discount"],
  dispute: ["Disputes", "Dispute"],
  invoice: ["Invoices", "Invoice"],
  invoice_payment: ["InvoicePayments", "InvoicePayment"],
  invoiceitem: ["InvoiceItems", "InvoiceItem"],
  item: ["LineItems", "LineItem"],
  line_item: ["InvoiceLineItems", "InvoiceLineItem"],
  payment_intent: ["PaymentIntents", "PaymentIntent"],
  payment_method: ["PaymentMethods", "PaymentMethod"],
  price: ["Prices", "Price"],
  product: ["Products", "Product"],
  "radar.early_fraud_warning": ["Radar/EarlyFraudWarnings", "EarlyFraudWarning"],
  refund: ["Refunds", "Refund"],
  subscription: ["Subscriptions", "Subscription"],
  subscription_item: ["SubscriptionItems", "SubscriptionItem"],
  subscription_schedule: ["SubscriptionSchedules", "SubscriptionSchedule"],
  "test_helpers.test_clock": ["TestHelpers/TestClocks", "TestClock"],
};

/** The type of what each call takes; those that are not named here take `expand` at most. */
const requests: { [methodAndPath: string]: [file: string, name: string] } = {
  "DELETE /v1/subscriptions/:id": ["Subscriptions", "SubscriptionCancelParams"],
  "GET /v1/billing_portal/configurations": ["BillingPortal/Configurations", "BillingPortal.ConfigurationListParams"],
  "GET /v1/checkout/sessions": ["Checkout/Sessions", "Checkout.SessionListParams"],
  "GET /v1/checkout/sessions/:id/line_items": ["Checkout/Sessions", "Checkout.SessionListLineItemsParams"],
  "GET /v1/coupons": ["Coupons", "CouponListParams"],
  "GET /v1/credit_notes": ["CreditNotes", "CreditNoteListParams"],
  "GET /v1/customers": ["Customers", "CustomerListParams"],
  "GET /v1/disputes": ["Disputes", "DisputeListParams"],
  "GET /v1/events": ["Events", "EventListParams"],
  "GET /v1/invoice_payments": ["InvoicePayments", "InvoicePaymentListParams"],
  "GET /v1/invoices": ["Invoices", "InvoiceListParams"],
  "GET /v1/invoices/:id/lines": ["Invoices", "InvoiceListLineItemsParams"],
  "GET /v1/payment_intents": ["PaymentIntents", "PaymentIntentListParams"],
  "GET /v1/payment_methods": ["PaymentMethods", "PaymentMethodListParams"],
  "GET /v1/prices": ["Prices", "PriceListParams"],
  "GET /v1/products": ["Products", "ProductListParams"],
  "GET /v1/radar/early_fraud_warnings": ["Radar/EarlyFraudWarnings", "Radar.EarlyFraudWarningListParams"],
  "GET /v1/refunds": ["Refunds", "RefundListParams"],
  "GET /v1/subscription_items": ["SubscriptionItems", "SubscriptionItemListParams"],
  "GET /v1/subscription_schedules": ["SubscriptionSchedules", "SubscriptionScheduleListParams"],
  "GET /v1/subscriptions": ["Subscriptions", "SubscriptionListParams"],
  "GET /v1/test_helpers/test_clocks": ["TestHelpers/TestClocks", "TestHelpers.TestClockListParams"],
  "POST /v1/billing_portal/configurations": ["BillingPortal/Configurations", "BillingPortal.ConfigurationCreateParams"],
  "POST /v1/billing_portal/configurations/:id": [
    "BillingPortal/Configurations",
    "BillingPortal.ConfigurationUpdateParams",
  ],
  "POST /v1/billing_portal/sessions": ["BillingPortal/Sessions", "BillingPortal.SessionCreateParams"],
  "POST /v1/checkout/sessions": ["Checkout/Sessions", "Checkout.SessionCreateParams"],
  "POST /v1/coupons": ["Coupons", "CouponCreateParams"],
  "POST /v1/credit_notes": ["CreditNotes", "CreditNoteCreateParams"],
  "POST /v1/customers": ["Customers", "CustomerCreateParams"],
  "POST /v1/customers/:id": ["Customers", "CustomerUpdateParams"],
  "POST /v1/invoiceitems": ["InvoiceItems", "InvoiceItemCreateParams"],
  "POST /v1/invoices": ["Invoices", "InvoiceCreateParams"],
  "POST /v1/invoices/:id": ["Invoices", "InvoiceUpdateParams"],
  "POST /v1/invoices/:id/finalize": ["Invoices", "InvoiceFinalizeInvoiceParams"],
  "POST /v1/invoices/:id/pay": ["Invoices", "InvoicePayParams"],
  "POST /v1/invoices/create_preview": ["Invoices", "InvoiceCreatePreviewParams"],
  "POST /v1/payment_methods/:id/attach": ["PaymentMethods", "PaymentMethodAttachParams"],
  "POST /v1/prices": ["Prices", "PriceCreateParams"],
  "POST /v1/prices/:id": ["Prices", "PriceUpdateParams"],
  "POST /v1/products": ["Products", "ProductCreateParams"],
  "POST /v1/products/:id": ["Products", "ProductUpdateParams"],
  "POST /v1/refunds": ["Refunds", "RefundCreateParams"],
  "POST /v1/subscription_items/:id": ["SubscriptionItems", "SubscriptionItemUpdateParams"],
  "POST /v1/subscription_schedules": ["SubscriptionSchedules", "SubscriptionScheduleCreateParams"],
  "POST /v1/subscription_schedules/:id": ["SubscriptionSchedules", "SubscriptionScheduleUpdateParams"],
  "POST /v1/subscription_schedules/:id/release": ["SubscriptionSchedules", "SubscriptionScheduleReleaseParams"],
  "POST /v1/subscriptions": ["Subscriptions", "SubscriptionCreateParams"],
  "POST /v1/subscriptions/:id": ["Subscriptions", "SubscriptionUpdateParams"],
  "POST /v1/test_helpers/test_clocks": ["TestHelpers/TestClocks", "TestHelpers.TestClockCreateParams"],
  "POST /v1/test_helpers/test_clocks/:id/advance": ["TestHelpers/TestClocks", "TestHelpers.TestClockAdvanceParams"],
};

/**
 * Compares what is asked of the fake Stripe, and what it answers and tells, with the SDK's own types. The list stays
 * empty as long as both agree; an upgrade of the SDK shows in it.
 */
export function watchDrift() {
  const drift = new Set<string>();
  return {
    drift,
    /** An object, or a list of them, as the API answers it or an event carries it. */
    onShown: (shown: unknown) => {
      for (const problem of driftOf(JSON.parse(JSON.stringify(shown)))) drift.add(problem);
    },
    /** What an accepted request asked for. */
    onAsked: (methodAndPath: string, raw: unknown) => {
      const [file, name] = requests[methodAndPath] ?? ["Checkout/Sessions", "Checkout.SessionRetrieveParams"];
      for (const problem of problemsOf(raw, name, { scope: scopeOf(file), kind: "form" })) drift.add(problem);
    },
  };
}

function driftOf(shown: unknown): string[] {
  if (typeof shown !== "object" || shown === null || !("object" in shown)) return ["An answer that is no object"];
  if (shown.object === "list") return "data" in shown && Array.isArray(shown.data) ? shown.data.flatMap(driftOf) : [];
  // An event's envelope is the SDK's to check: it verifies and reads the deliveries.
  if (shown.object === "event") return "data" in shown ? eventDrift(shown.data) : [];
  const kind = "deleted" in shown ? `deleted ${shown.object}` : String(shown.object);
  const [file, name] = objects[kind] ?? [];
  if (!file || !name) return [`No type is known of ${shown.object}`];
  return problemsOf(shown, name, { scope: scopeOf(file), kind: "json" });
}

function eventDrift(data: unknown) {
  return typeof data === "object" && data !== null && "object" in data ? driftOf(data.object) : [];
}

function scopeOf(file: string): Scope {
  return { file: join(resources, `${file}.d.ts`), path: [] };
}
