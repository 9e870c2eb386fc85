import { showPrice, showProduct } from "./catalogue-objects.ts";
import {
  priceCreate,
  priceList,
  priceUpdate,
  productCreate,
  productList,
  productUpdate,
} from "./catalogue-parameters.ts";
import { type Call, changedMetadata, type Endpoints, found, newestFirst, shownPage } from "./endpoint.ts";
import { expandInto } from "./expand.ts";
import { newId, nowSeconds } from "./fake.ts";
import { readParameters } from "./parameters.ts";
import { invalidRequest } from "./refusal.ts";
import { onlyExpand } from "./session-parameters.ts";
import type { State, StoredPrice } from "./state.ts";

/** Products and prices. A price's amount and interval never change; its lookup key can go to another. */
export const catalogueEndpoints: Endpoints = {
  "POST /v1/products": makeProduct,
  "GET /v1/products": ({ fakeStripe, raw }) => {
    const { active, ids, ...page } = readParameters(productList, raw);
    const all = newestFirst(fakeStripe.state.products)
      .filter((one) => active === undefined || one.active === active)
      .filter((one) => !ids || ids.includes(one.id));
    return shownPage(fakeStripe, all, page, { show: showProduct, url: "/v1/products" });
  },
  "GET /v1/products/:id": ({ fakeStripe, id }) => showProduct(found(fakeStripe.state.products, id, "product")),
  "POST /v1/products/:id": changeProduct,
  "POST /v1/prices": makePrice,
  "GET /v1/prices": listPrices,
  "GET /v1/prices/:id": ({ fakeStripe, id, raw }) => {
    const { expand } = readParameters(onlyExpand, raw);
    return expandInto(fakeStripe, showPrice(found(fakeStripe.state.prices, id, "price")), expand);
  },
  "POST /v1/prices/:id": changePrice,
};

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

function changeProduct({ fakeStripe, id, raw, cause }: Call) {
  const asked = readParameters(productUpdate, raw);
  const product = found(fakeStripe.state.products, id, "product");
  const cleared = (value: string | undefined, before: string | null) => (value === undefined ? before : value || null);
  Object.assign(product, {
    active: asked.active ?? product.active,
    name: asked.name ?? product.name,
    description: cleared(asked.description, product.description),
    taxCode: cleared(asked.tax_code, product.taxCode),
    unitLabel: cleared(asked.unit_label, product.unitLabel),
    metadata: changedMetadata(product.metadata, asked.metadata),
  });
  fakeStripe.emit("product.updated", showProduct(product), cause);
  return showProduct(product);
}

function makePrice({ fakeStripe, raw, cause }: Call) {
  const asked = readParameters(priceCreate, raw);
  const product = found(fakeStripe.state.products, asked.product ?? "", "product", "product");
  takeKey(fakeStripe.state, asked.lookup_key, asked.transfer_lookup_key);
  const { interval, interval_count: count = 1 } = asked.recurring ?? {};
  const price: StoredPrice = {
    id: newId("price"),
    created: nowSeconds(),
    active: asked.active ?? true,
    currency: asked.currency,
    product: product.id,
    unitAmount: asked.unit_amount,
    recurring: interval ? { interval, count } : null,
    lookupKey: asked.lookup_key ?? null,
    nickname: asked.nickname ?? null,
    taxBehavior: asked.tax_behavior ?? "unspecified",
    metadata: asked.metadata ?? {},
  };
  fakeStripe.state.prices[price.id] = price;
  fakeStripe.emit("price.created", showPrice(price), cause);
  return showPrice(price);
}

function changePrice({ fakeStripe, id, raw, cause }: Call) {
  const asked = readParameters(priceUpdate, raw);
  const price = found(fakeStripe.state.prices, id, "price");
  if (asked.lookup_key !== price.lookupKey) takeKey(fakeStripe.state, asked.lookup_key, asked.transfer_lookup_key);
  Object.assign(price, {
    active: asked.active ?? price.active,
    nickname: asked.nickname ?? price.nickname,
    lookupKey: asked.lookup_key ?? price.lookupKey,
    taxBehavior: asked.tax_behavior ?? price.taxBehavior,
    metadata: changedMetadata(price.metadata, asked.metadata),
  });
  fakeStripe.emit("price.updated", showPrice(price), cause);
  return showPrice(price);
}

/** A lookup key has one holder: it moves only where that is asked for. */
function takeKey({ prices }: State, key: string | undefined, isTransfer: boolean | undefined) {
  const holder = Object.values(prices).find((one) => key && one.lookupKey === key);
  if (holder && !isTransfer) {
    throw invalidRequest("A price already uses that lookup key.", { param: "lookup_key" });
  }
  if (holder) holder.lookupKey = null;
}

function listPrices({ fakeStripe, raw }: Call) {
  const { active, currency, lookup_keys: keys, product, type, recurring, ...page } = readParameters(priceList, raw);
  const all = newestFirst(fakeStripe.state.prices)
    .filter((one) => active === undefined || one.active === active)
    .filter((one) => !currency || one.currency === currency)
    .filter((one) => !keys || (one.lookupKey !== null && keys.includes(one.lookupKey)))
    .filter((one) => !product || one.product === product)
    .filter((one) => !type || (one.recurring === null) === (type === "one_time"))
    .filter((one) => !recurring?.interval || one.recurring?.interval === recurring.interval);
  return shownPage(fakeStripe, all, page, { show: showPrice, url: "/v1/prices" });
}
