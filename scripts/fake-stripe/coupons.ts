import type Stripe from "stripe";
import { z } from "zod";
import { periodsAfter, type Recurring } from "./calendar.ts";
import { type Endpoints, found, newestFirst, shownPage } from "./endpoint.ts";
import { type FakeStripe, newId, nowSeconds } from "./fake.ts";
import {
  currency,
  expand,
  type Fields,
  metadataField,
  pageFields,
  readParameters,
  text,
  unplayed,
  whole,
} from "./parameters.ts";
import { invalidRequest } from "./refusal.ts";
import type { StoredCoupon, StoredDiscount } from "./state.ts";

const create = z.strictObject({
  id: text.optional(),
  name: text.max(40).optional(),
  percent_off: z.coerce.number().positive().max(100).optional(),
  amount_off: whole.optional(),
  currency: currency.optional(),
  duration: z.enum(["forever", "once", "repeating"]).default("once"),
  duration_in_months: whole.optional(),
  metadata: metadataField,
  expand,
  applies_to: unplayed,
  currency_options: unplayed,
  max_redemptions: unplayed,
  redeem_by: unplayed,
} satisfies Fields<Stripe.CouponCreateParams>);

const list = z.strictObject({ ...pageFields, expand, created: unplayed } satisfies Fields<Stripe.CouponListParams>);

/** Coupons, in percent or in money. */
export const couponEndpoints: Endpoints = {
  "POST /v1/coupons": ({ fakeStripe, raw, cause }) => {
    const asked = readParameters(create, raw);
    const { percent_off: percentOff = null, amount_off: amountOff = null } = asked;
    if ((percentOff === null) === (amountOff === null)) {
      throw invalidRequest("Must provide percent_off or amount_off, and not both.", { param: "percent_off" });
    }
    const coupon: StoredCoupon = {
      id: asked.id ?? newId("co"),
      created: nowSeconds(),
      name: asked.name ?? null,
      percentOff,
      amountOff,
      currency: asked.currency ?? null,
      duration: asked.duration,
      months: asked.duration_in_months ?? null,
      timesRedeemed: 0,
      metadata: asked.metadata ?? {},
    };
    fakeStripe.state.coupons[coupon.id] = coupon;
    fakeStripe.emit("coupon.created", showCoupon(coupon), cause);
    return showCoupon(coupon);
  },
  "GET /v1/coupons/:id": ({ fakeStripe, id }) => showCoupon(found(fakeStripe.state.coupons, id, "coupon")),
  "GET /v1/coupons": ({ fakeStripe, raw }) => {
    const page = readParameters(list, raw);
    return shownPage(fakeStripe, newestFirst(fakeStripe.state.coupons), page, { show: showCoupon, url: "/v1/coupons" });
  },
};

type Redemption = { coupon: string; customer: string; subscription?: string; session?: string; now: number };

/** Redeems a coupon for a subscription. Kept by the caller once what it is for has come about. */
export function makeDiscount({ state }: FakeStripe, asked: Redemption): StoredDiscount {
  const coupon = found(state.coupons, asked.coupon, "coupon", "discounts[0][coupon]");
  const months: Recurring = { interval: "month", count: 1 };
  return {
    id: newId("di"),
    coupon: coupon.id,
    customer: asked.customer,
    subscription: asked.subscription ?? null,
    session: asked.session ?? null,
    start: asked.now,
    end: coupon.duration === "repeating" ? periodsAfter(asked.now, months, coupon.months ?? 1) : null,
  };
}

/** A coupon as the API shows it. */
export function showCoupon(coupon: StoredCoupon): Stripe.Coupon {
  return {
    id: coupon.id,
    object: "coupon",
    amount_off: coupon.amountOff,
    created: coupon.created,
    currency: coupon.currency,
    duration: coupon.duration,
    duration_in_months: coupon.months,
    livemode: false,
    max_redemptions: null,
    metadata: coupon.metadata,
    name: coupon.name,
    percent_off: coupon.percentOff,
    redeem_by: null,
    times_redeemed: coupon.timesRedeemed,
    valid: true,
  };
}
