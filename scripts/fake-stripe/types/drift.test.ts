import { expect, test } from "vitest";
import { watchDrift } from "./drift.ts";

const price = {
  id: "price_1",
  object: "price",
  active: true,
  billing_scheme: "per_unit",
  created: 1,
  currency: "usd",
  custom_unit_amount: null,
  livemode: false,
  lookup_key: null,
  metadata: { a: "b" },
  nickname: null,
  product: "prod_1",
  recurring: { interval: "month", interval_count: 1, meter: null, trial_period_days: null, usage_type: "licensed" },
  tax_behavior: "unspecified",
  tiers_mode: null,
  transform_quantity: null,
  type: "recurring",
  unit_amount: 999,
  unit_amount_decimal: "999",
};

test("an object is compared with the SDK's type down to its enums", () => {
  const { drift, onShown } = watchDrift();
  onShown(price);
  onShown({ object: "list", data: [price], has_more: false, url: "/v1/prices" });
  expect([...drift]).toEqual([]);
  onShown({ ...price, type: "sometimes", extra: 1, recurring: { ...price.recurring, interval: "fortnight" } });
  const { currency: _, ...less } = price;
  onShown(less);
  expect([...drift].sort()).toEqual([
    "Price.currency is missing",
    "Price.extra is unknown",
    'Price.recurring.interval is "fortnight"',
    'Price.type is "sometimes"',
  ]);
});

test("a request is compared with the SDK's parameters, in the text of its form", () => {
  const { drift, onAsked } = watchDrift();
  const asked = { items: [{ id: "si_1", quantity: "2" }], proration_behavior: "none", cancel_at: "" };
  onAsked("POST /v1/subscriptions/:id", { ...asked, billing_cycle_anchor: { type: "now" } });
  expect([...drift]).toEqual([]);
  onAsked("POST /v1/subscriptions/:id", { ...asked, billing_cycle_anchor: "now" });
  onAsked("POST /v1/subscriptions/:id", { items: [{ quantty: "2" }], proration_behavior: "never" });
  onAsked("GET /v1/prices/:id", { limit: "2" });
  expect([...drift]).toEqual([
    "SubscriptionUpdateParams.billing_cycle_anchor is no object",
    "SubscriptionUpdateParams.items[0].quantty is unknown",
    'SubscriptionUpdateParams.proration_behavior is "never"',
    "Checkout.SessionRetrieveParams.limit is unknown",
  ]);
});
