import type Stripe from "stripe";
import type { StoredDiscount } from "./state.ts";

/** A redeemed coupon as the API shows it. */
export function showDiscount(discount: StoredDiscount): Stripe.Discount {
  return {
    id: discount.id,
    object: "discount",
    checkout_session: discount.session,
    customer: discount.customer,
    customer_account: null,
    end: discount.end,
    invoice: null,
    invoice_item: null,
    promotion_code: null,
    source: { coupon: discount.coupon, type: "coupon" },
    start: discount.start,
    subscription: discount.subscription,
    subscription_item: null,
  };
}
