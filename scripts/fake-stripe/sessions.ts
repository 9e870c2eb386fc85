import { type Cause, type FakeStripe, newId, nowSeconds } from "./fake.ts";
import { showSession } from "./payment-objects.ts";
import { invalidRequest, noSuch } from "./refusal.ts";
import type { SessionCreate } from "./session-parameters.ts";
import type { StoredPrice, StoredSession } from "./state.ts";

/** Opens a checkout session; its expiry lies 30 minutes to 24 hours ahead. */
export function createSession(fakeStripe: FakeStripe, asked: SessionCreate): StoredSession {
  const now = nowSeconds();
  if (asked.customer && asked.customer_email) {
    throw invalidRequest("You may only specify one of these parameters: customer, customer_email.");
  }
  if (asked.customer && !fakeStripe.state.customers[asked.customer])
    throw noSuch("customer", asked.customer, "customer");
  checkMode(asked);
  const lines = asked.line_items.map((item, at) => lineOf(fakeStripe, item, at));
  for (const { price } of lines) checkPrice(price, asked.mode);
  const currencies = new Set(lines.map(({ price }) => price.currency));
  const [currency] = currencies;
  if (currencies.size !== 1 || !currency) throw invalidRequest("All line items must share one currency.");
  const subtotal = lines.reduce((sum, { price, quantity }) => sum + price.unitAmount * quantity, 0);
  const session: StoredSession = {
    id: newId("cs_test"),
    created: now,
    status: "open",
    paymentStatus: "unpaid",
    lines: lines.map(({ price, quantity, name }) => ({ id: newId("li"), price: price.id, quantity, name })),
    currency,
    ...amountsOf(fakeStripe, asked, subtotal),
    customer: asked.customer ?? null,
    customerEmail: asked.customer_email ?? null,
    clientReferenceId: asked.client_reference_id ?? null,
    successUrl: asked.success_url,
    cancelUrl: asked.cancel_url ?? null,
    expiresAt: expiryOf(asked.expires_at, now),
    locale: asked.locale ?? null,
    submitType: asked.submit_type ?? null,
    metadata: asked.metadata ?? {},
    intentDescription: asked.payment_intent_data?.description ?? null,
    intentMetadata: asked.payment_intent_data?.metadata ?? {},
    intent: null,
    declined: false,
    settlesAt: null,
    mode: asked.mode,
    coupon: asked.discounts?.[0]?.coupon ?? null,
    trialDays: asked.subscription_data?.trial_period_days || null,
    trialEndBehavior: asked.subscription_data?.trial_settings?.end_behavior.missing_payment_method ?? "create_invoice",
    cardAlways: asked.mode === "subscription" && asked.payment_method_collection !== "if_required",
    subscriptionDescription: asked.subscription_data?.description ?? null,
    subscriptionMetadata: asked.subscription_data?.metadata ?? {},
    subscription: null,
    invoice: null,
  };
  fakeStripe.state.sessions[session.id] = session;
  return session;
}

/** Ends an open session unpaid. */
export function expireSession(fakeStripe: FakeStripe, session: StoredSession, cause?: Cause) {
  if (session.status !== "open") {
    throw invalidRequest(`Only Checkout Sessions with a status in ["open"] can be expired.`);
  }
  session.status = "expired";
  fakeStripe.emit("checkout.session.expired", showSession(fakeStripe, session), cause);
}

/** Finds a session, having expired it first if its time is up. */
export function findSession(fakeStripe: FakeStripe, id: string): StoredSession {
  const session = fakeStripe.state.sessions[id];
  if (!session) throw noSuch("checkout.session", id, "session");
  if (session.status === "open" && session.expiresAt <= nowSeconds()) expireSession(fakeStripe, session);
  return session;
}

/** Each mode has parameters of its own. */
function checkMode({ mode, ...asked }: SessionCreate) {
  const foreign =
    mode === "payment"
      ? { subscription_data: asked.subscription_data, payment_method_collection: asked.payment_method_collection }
      : {
          payment_intent_data: asked.payment_intent_data,
          customer_creation: asked.customer_creation,
          submit_type: asked.submit_type,
        };
  const param = Object.entries(foreign).find(([, value]) => value !== undefined)?.[0];
  if (param) throw invalidRequest(`You can not pass \`${param}\` in \`${mode}\` mode.`, { param });
}

function checkPrice({ recurring }: StoredPrice, mode: SessionCreate["mode"]) {
  if (mode === "payment" && recurring) {
    throw invalidRequest("You specified `payment` mode but passed a recurring price.", { param: "mode" });
  }
  if (mode === "subscription" && !recurring) {
    throw invalidRequest("The demo's fake Stripe plays subscription mode with recurring prices only.", {
      param: "mode",
    });
  }
}

/** What is paid today: nothing in a trial, else the prices less the coupon. */
function amountsOf({ state }: FakeStripe, asked: SessionCreate, subtotal: number) {
  if (asked.subscription_data?.trial_period_days) return { amount: 0, amountDiscount: 0 };
  const id = asked.discounts?.[0]?.coupon;
  const coupon = id === undefined ? undefined : state.coupons[id];
  if (id !== undefined && !coupon) throw noSuch("coupon", id, "discounts[0][coupon]");
  const off = coupon?.percentOff ? Math.round((subtotal * coupon.percentOff) / 100) : (coupon?.amountOff ?? 0);
  const amountDiscount = Math.min(subtotal, off);
  return { amount: subtotal - amountDiscount, amountDiscount };
}

function expiryOf(asked: number | undefined, now: number) {
  const expiresAt = asked ?? now + 24 * 3600;
  const minutes = (expiresAt - now) / 60;
  // A minute of grace, as clocks differ.
  if (minutes < 29 || minutes > 24 * 60 + 1) {
    throw invalidRequest("The `expires_at` timestamp must be between 30 minutes and 24 hours from now.", {
      param: "expires_at",
    });
  }
  return expiresAt;
}

type Item = SessionCreate["line_items"][number];

function lineOf(fakeStripe: FakeStripe, item: Item, at: number) {
  const param = `line_items[${at}]`;
  if (Boolean(item.price) === Boolean(item.price_data)) {
    throw invalidRequest(`Specify one of price and price_data for ${param}.`, { param: `${param}[price]` });
  }
  if (item.quantity < 1) throw invalidRequest("Quantity must be at least 1.", { param: `${param}[quantity]` });
  const price = item.price ? fakeStripe.state.prices[item.price] : inlinePrice(fakeStripe, item, param);
  if (!price) throw noSuch("price", item.price ?? "", `${param}[price]`);
  if (!price.active) throw invalidRequest("The price specified is inactive.", { param: `${param}[price]` });
  const name = fakeStripe.state.products[price.product]?.name ?? price.id;
  return { price, quantity: item.quantity, name };
}

/** Stripe keeps `price_data` as an inactive price of a product of its own. */
function inlinePrice(fakeStripe: FakeStripe, item: Item, param: string): StoredPrice | undefined {
  const data = item.price_data;
  if (!data) return undefined;
  if (Boolean(data.product) === Boolean(data.product_data)) {
    throw invalidRequest(`Specify one of product and product_data for ${param}[price_data].`, { param });
  }
  if (data.product && !fakeStripe.state.products[data.product]) throw noSuch("product", data.product, param);
  const now = nowSeconds();
  const product = data.product ?? newId("prod");
  if (data.product_data) {
    fakeStripe.state.products[product] = {
      id: product,
      created: now,
      active: false,
      name: data.product_data.name,
      description: data.product_data.description ?? null,
      taxCode: data.product_data.tax_code ?? null,
      unitLabel: data.product_data.unit_label ?? null,
      metadata: data.product_data.metadata ?? {},
    };
  }
  const price: StoredPrice = {
    id: newId("price"),
    created: now,
    active: true,
    currency: data.currency,
    product,
    unitAmount: data.unit_amount,
    recurring: null,
    lookupKey: null,
    nickname: null,
    taxBehavior: data.tax_behavior ?? "unspecified",
    metadata: {},
  };
  fakeStripe.state.prices[price.id] = price;
  return price;
}
