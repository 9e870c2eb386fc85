import { showCustomer, showPrice, showProduct } from "./catalogue-objects.ts";
import {
  customerCreate,
  customerList,
  customerUpdate,
  eventList,
  intentList,
  priceCreate,
  priceList,
  productCreate,
  productList,
} from "./catalogue-parameters.ts";
import { showEvent } from "./events.ts";
import { type Cause, type FakeStripe, newId, nowSeconds } from "./fake.ts";
import type { FormValue } from "./form.ts";
import { listOf, pageOf } from "./lists.ts";
import { readParameters } from "./parameters.ts";
import { showIntent, showLineItems, showSession } from "./payment-objects.ts";
import { invalidRequest, noSuch } from "./refusal.ts";
import { lineItemList, onlyExpand, sessionCreate, sessionList } from "./session-parameters.ts";
import { createSession, expireSession, findSession } from "./sessions.ts";

/** One request of the API, its parameters read but not judged. */
export type Call = { fakeStripe: FakeStripe; id: string; raw: { [key: string]: FormValue }; cause: Cause };

/** What each endpoint does. `:id` stands for one segment. Everything else is refused. */
export const endpoints: { [methodAndPath: string]: (call: Call) => object } = {
  "POST /v1/customers": makeCustomer,
  "GET /v1/customers": ({ fakeStripe, raw }) => {
    const { email, ...page } = readParameters(customerList, raw);
    const all = newestFirst(fakeStripe.state.customers).filter((one) => !email || one.email === email);
    return shownPage(all, page, showCustomer, "/v1/customers");
  },
  "GET /v1/customers/:id": ({ fakeStripe, id }) => showCustomer(found(fakeStripe.state.customers, id, "customer")),
  "POST /v1/customers/:id": changeCustomer,
  "POST /v1/products": makeProduct,
  "GET /v1/products": ({ fakeStripe, raw }) => {
    const { active, ids, ...page } = readParameters(productList, raw);
    const all = newestFirst(fakeStripe.state.products)
      .filter((one) => active === undefined || one.active === active)
      .filter((one) => !ids || ids.includes(one.id));
    return shownPage(all, page, showProduct, "/v1/products");
  },
  "GET /v1/products/:id": ({ fakeStripe, id }) => showProduct(found(fakeStripe.state.products, id, "product")),
  "POST /v1/prices": makePrice,
  "GET /v1/prices": listPrices,
  "GET /v1/prices/:id": ({ fakeStripe, id }) => showPrice(found(fakeStripe.state.prices, id, "price")),
  "POST /v1/checkout/sessions": ({ fakeStripe, raw }) => {
    const asked = readParameters(sessionCreate, raw);
    const expand = expandable(asked.expand, "");
    return showSession(fakeStripe, createSession(fakeStripe, asked), expand);
  },
  "GET /v1/checkout/sessions": listSessions,
  "GET /v1/checkout/sessions/:id": ({ fakeStripe, id, raw }) => {
    const expand = expandable(readParameters(onlyExpand, raw).expand, "");
    return showSession(fakeStripe, findSession(fakeStripe, id), expand);
  },
  "GET /v1/checkout/sessions/:id/line_items": ({ fakeStripe, id, raw }) => {
    const page = readParameters(lineItemList, raw);
    const items = showLineItems(fakeStripe, findSession(fakeStripe, id));
    return shownPage(items, page, (item) => item, `/v1/checkout/sessions/${id}/line_items`);
  },
  "POST /v1/checkout/sessions/:id/expire": ({ fakeStripe, id, raw, cause }) => {
    readParameters(onlyExpand, raw);
    const session = findSession(fakeStripe, id);
    expireSession(fakeStripe, session, cause);
    return showSession(fakeStripe, session);
  },
  "GET /v1/payment_intents": ({ fakeStripe, raw }) => {
    const { customer, ...page } = readParameters(intentList, raw);
    const all = newestFirst(fakeStripe.state.intents).filter((one) => !customer || one.customer === customer);
    return shownPage(all, page, showIntent, "/v1/payment_intents");
  },
  "GET /v1/payment_intents/:id": ({ fakeStripe, id }) =>
    showIntent(found(fakeStripe.state.intents, id, "payment_intent")),
  "GET /v1/events": listEvents,
  "GET /v1/events/:id": ({ fakeStripe, id }) =>
    showEvent(found(fakeStripe.state.events, id, "event"), pending(fakeStripe, id)),
};

function makeCustomer({ fakeStripe, raw, cause }: Call) {
  const asked = readParameters(customerCreate, raw);
  const customer = {
    id: newId("cus"),
    created: nowSeconds(),
    email: asked.email ?? null,
    name: asked.name ?? null,
    phone: asked.phone ?? null,
    description: asked.description ?? null,
    metadata: asked.metadata ?? {},
  };
  fakeStripe.state.customers[customer.id] = customer;
  fakeStripe.emit("customer.created", showCustomer(customer), cause);
  return showCustomer(customer);
}

function changeCustomer({ fakeStripe, id, raw, cause }: Call) {
  const { metadata, expand: _, ...asked } = readParameters(customerUpdate, raw);
  const customer = found(fakeStripe.state.customers, id, "customer");
  Object.assign(customer, definedOf(asked), { metadata: { ...customer.metadata, ...metadata } });
  fakeStripe.emit("customer.updated", showCustomer(customer), cause);
  return showCustomer(customer);
}

function makeProduct({ fakeStripe, raw, cause }: Call) {
  const asked = readParameters(productCreate, raw);
  const id = asked.id ?? newId("prod");
  if (fakeStripe.state.products[id]) {
    throw invalidRequest("Product already exists.", { param: "id", code: "resource_already_exists" });
  }
  const product = {
    id,
    created: nowSeconds(),
    active: asked.active ?? true,
    name: asked.name,
    description: asked.description ?? null,
    taxCode: asked.tax_code ?? null,
    unitLabel: asked.unit_label ?? null,
    metadata: asked.metadata ?? {},
  };
  fakeStripe.state.products[product.id] = product;
  fakeStripe.emit("product.created", showProduct(product), cause);
  return showProduct(product);
}

function makePrice({ fakeStripe, raw, cause }: Call) {
  const asked = readParameters(priceCreate, raw);
  const product = found(fakeStripe.state.products, asked.product ?? "", "product");
  const holder = Object.values(fakeStripe.state.prices).find(
    (one) => asked.lookup_key && one.lookupKey === asked.lookup_key,
  );
  if (holder && !asked.transfer_lookup_key) {
    throw invalidRequest("A price already uses that lookup key.", { param: "lookup_key" });
  }
  if (holder) holder.lookupKey = null;
  const price = {
    id: newId("price"),
    created: nowSeconds(),
    active: asked.active ?? true,
    currency: asked.currency,
    product: product.id,
    unitAmount: asked.unit_amount,
    lookupKey: asked.lookup_key ?? null,
    nickname: asked.nickname ?? null,
    taxBehavior: asked.tax_behavior ?? "unspecified",
    metadata: asked.metadata ?? {},
  };
  fakeStripe.state.prices[price.id] = price;
  fakeStripe.emit("price.created", showPrice(price), cause);
  return showPrice(price);
}

function listPrices({ fakeStripe, raw }: Call) {
  const { active, currency, lookup_keys: keys, product, type, ...page } = readParameters(priceList, raw);
  const all = newestFirst(fakeStripe.state.prices)
    .filter((one) => active === undefined || one.active === active)
    .filter((one) => !currency || one.currency === currency)
    .filter((one) => !keys || (one.lookupKey !== null && keys.includes(one.lookupKey)))
    .filter((one) => !product || one.product === product)
    .filter(() => type !== "recurring");
  return shownPage(all, page, showPrice, "/v1/prices");
}

function listSessions({ fakeStripe, raw }: Call) {
  const { customer, payment_intent: intent, status, expand, ...page } = readParameters(sessionList, raw);
  for (const id of Object.keys(fakeStripe.state.sessions)) findSession(fakeStripe, id);
  const all = newestFirst(fakeStripe.state.sessions)
    .filter((one) => !customer || one.customer === customer)
    .filter((one) => !intent || one.intent === intent)
    .filter((one) => !status || one.status === status);
  const wanted = expandable(expand, "data.");
  return shownPage(all, page, (one) => showSession(fakeStripe, one, wanted), "/v1/checkout/sessions");
}

function listEvents({ fakeStripe, raw }: Call) {
  const { type, types, delivery_success: success, ...page } = readParameters(eventList, raw);
  const all = newestFirst(fakeStripe.state.events)
    .filter((one) => !type || one.type === type)
    .filter((one) => !types || types.includes(one.type))
    .filter((one) => success === undefined || one.delivered === success);
  return shownPage(all, page, (one) => showEvent(one, pending(fakeStripe, one.id)), "/v1/events");
}

function expandable(asked: string[] | undefined, prefix: string) {
  const known = ["line_items", "payment_intent", "customer"].map((field) => `${prefix}${field}`);
  for (const field of asked ?? []) {
    if (!known.includes(field))
      throw invalidRequest(`This property cannot be expanded (${field}).`, { param: "expand" });
  }
  return (asked ?? []).map((field) => field.slice(prefix.length));
}

function shownPage<T extends { id: string }>(
  all: T[],
  page: { limit?: number | undefined; starting_after?: string | undefined; ending_before?: string | undefined },
  show: (one: T) => object,
  url: string,
) {
  const { data, hasMore } = pageOf(all, page);
  return listOf(data.map(show), url, hasMore);
}

function newestFirst<T>(all: { [id: string]: T }): T[] {
  return Object.values(all).reverse();
}

function found<T>(all: { [id: string]: T }, id: string, what: string): T {
  const one = all[id];
  if (!one) throw noSuch(what, id);
  return one;
}

function pending({ state }: FakeStripe, event: string) {
  return state.deliveries.filter((one) => one.event === event).length;
}

function definedOf(fields: object) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
