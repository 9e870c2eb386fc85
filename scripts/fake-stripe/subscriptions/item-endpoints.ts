import type Stripe from "stripe";
import { z } from "zod";
import { nowOf } from "../clock.ts";
import { type Endpoints, found, shownPage } from "../endpoint.ts";
import type { FakeStripe } from "../fake.ts";
import { expand, type Fields, pageFields, readParameters, text } from "../parameters.ts";
import { noSuch } from "../refusal.ts";
import { applyChange } from "./apply-change.ts";
import { changedItem, proration, subscriptionUpdate } from "./parameters.ts";
import { showItems } from "./show-subscription.ts";

const list = z.strictObject({
  ...pageFields,
  expand,
  subscription: text,
} satisfies Fields<Stripe.SubscriptionItemListParams>);

const { id: _id, deleted: _deleted, clear_usage: _usage, ...itemFields } = changedItem.shape;

const update = z.strictObject({
  ...itemFields,
  expand,
  off_session: subscriptionUpdate.shape.off_session,
  payment_behavior: subscriptionUpdate.shape.payment_behavior,
  proration_behavior: proration.optional(),
  proration_date: subscriptionUpdate.shape.proration_date,
} satisfies Fields<Stripe.SubscriptionItemUpdateParams>);

/** A subscription's items on their own. Changing one is a change of its subscription. */
export const itemEndpoints: Endpoints = {
  "GET /v1/subscription_items": ({ fakeStripe, raw }) => {
    const { subscription: id, ...page } = readParameters(list, raw);
    const subscription = found(fakeStripe.state.subscriptions, id, "subscription", "subscription");
    const items = showItems(fakeStripe, subscription);
    return shownPage(fakeStripe, items, page, { show: (item) => item, url: "/v1/subscription_items" });
  },
  "GET /v1/subscription_items/:id": ({ fakeStripe, id }) => shownItem(fakeStripe, id),
  "POST /v1/subscription_items/:id": ({ fakeStripe, id, raw, cause }) => {
    const asked = readParameters(update, raw);
    const { price, quantity, metadata } = asked;
    const subscription = holderOf(fakeStripe, id);
    const change = {
      items: [{ id, price, quantity, metadata }],
      proration: asked.proration_behavior ?? "create_prorations",
      prorationDate: asked.proration_date,
      now: nowOf(fakeStripe, subscription.customer),
    };
    applyChange(fakeStripe, subscription, change, { behavior: asked.payment_behavior ?? "allow_incomplete", cause });
    return shownItem(fakeStripe, id);
  },
};

function shownItem(fakeStripe: FakeStripe, id: string) {
  const item = showItems(fakeStripe, holderOf(fakeStripe, id)).find((one) => one.id === id);
  if (!item) throw noSuch("subscription_item", id);
  return item;
}

function holderOf({ state }: FakeStripe, id: string) {
  const holder = Object.values(state.subscriptions).find(({ items }) => items.some((item) => item.id === id));
  if (!holder) throw noSuch("subscription_item", id);
  return holder;
}
