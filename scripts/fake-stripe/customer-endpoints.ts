import { showCustomer, showDeletedCustomer } from "./catalogue-objects.ts";
import { customerCreate, customerList, customerUpdate } from "./catalogue-parameters.ts";
import { nowOf } from "./clock.ts";
import { type Call, changedMetadata, definedOf, type Endpoints, found, newestFirst, shownPage } from "./endpoint.ts";
import { expandInto } from "./expand.ts";
import { newId, nowSeconds } from "./fake.ts";
import { isWithin, readParameters } from "./parameters.ts";
import { attachMethod } from "./payment-methods.ts";
import { invalidRequest } from "./refusal.ts";
import { onlyExpand } from "./session-parameters.ts";
import type { StoredCustomer } from "./state.ts";
import { endSubscription } from "./subscriptions/end-subscription.ts";

/** Customers, with their balance and the payment method that invoices are paid with. */
export const customerEndpoints: Endpoints = {
  "POST /v1/customers": makeCustomer,
  "GET /v1/customers": ({ fakeStripe, raw }) => {
    const { email, created, test_clock: clock, ...page } = readParameters(customerList, raw);
    const all = newestFirst(fakeStripe.state.customers)
      .filter((one) => !email || one.email === email)
      .filter((one) => (clock ? one.testClock === clock : one.testClock === null))
      .filter((one) => isWithin(one.created, created));
    return shownPage(fakeStripe, all, page, { show: showCustomer, url: "/v1/customers" });
  },
  "GET /v1/customers/:id": ({ fakeStripe, id, raw }) => {
    if (fakeStripe.state.deletedCustomers.includes(id)) return showDeletedCustomer(id);
    const { expand } = readParameters(onlyExpand, raw);
    return expandInto(fakeStripe, showCustomer(found(fakeStripe.state.customers, id, "customer")), expand);
  },
  "POST /v1/customers/:id": changeCustomer,
  "DELETE /v1/customers/:id": deleteCustomer,
};

function makeCustomer({ fakeStripe, raw, cause }: Call) {
  const asked = readParameters(customerCreate, raw);
  if (asked.test_clock) found(fakeStripe.state.testClocks, asked.test_clock, "testclock", "test_clock");
  const customer: StoredCustomer = {
    ...newCustomer(asked.email ?? null),
    name: asked.name ?? null,
    phone: asked.phone ?? null,
    description: asked.description ?? null,
    metadata: asked.metadata ?? {},
    balance: asked.balance ?? 0,
    testClock: asked.test_clock ?? null,
  };
  fakeStripe.state.customers[customer.id] = customer;
  const method = asked.payment_method ? attachMethod(fakeStripe, asked.payment_method, customer.id) : undefined;
  const isDefault = method && asked.invoice_settings?.default_payment_method === asked.payment_method;
  if (isDefault) customer.paymentMethod = method.id;
  fakeStripe.emit("customer.created", showCustomer(customer), cause);
  return showCustomer(customer);
}

/** A customer with nothing but an address. */
export function newCustomer(email: string | null): StoredCustomer {
  return {
    id: newId("cus"),
    created: nowSeconds(),
    email,
    name: null,
    phone: null,
    description: null,
    metadata: {},
    balance: 0,
    paymentMethod: null,
    testClock: null,
    aheadSeconds: 0,
    declines: false,
    invoiceCount: 0,
  };
}

/** Its subscriptions end at once. */
function deleteCustomer({ fakeStripe, id, cause }: Call) {
  const { state, emit } = fakeStripe;
  const customer = found(state.customers, id, "customer");
  for (const subscription of Object.values(state.subscriptions)) {
    if (subscription.customer !== id || subscription.endedAt !== null) continue;
    const ending = { now: nowOf(fakeStripe, id), reason: "cancellation_requested", cause } as const;
    endSubscription(fakeStripe, subscription, ending);
  }
  delete state.customers[id];
  state.deletedCustomers.push(id);
  emit("customer.deleted", showCustomer(customer), cause);
  return showDeletedCustomer(id);
}

function changeCustomer({ fakeStripe, id, raw, cause }: Call) {
  const { metadata, expand, invoice_settings: invoices, ...asked } = readParameters(customerUpdate, raw);
  const customer = found(fakeStripe.state.customers, id, "customer");
  const methodId = invoices?.default_payment_method;
  if (methodId !== undefined) {
    const param = "invoice_settings[default_payment_method]";
    const method = found(fakeStripe.state.paymentMethods, methodId, "PaymentMethod", param);
    if (method.customer !== id) {
      throw invalidRequest("The payment method must be attached to the customer.", { param });
    }
    customer.paymentMethod = methodId;
  }
  Object.assign(customer, definedOf(asked), { metadata: changedMetadata(customer.metadata, metadata) });
  fakeStripe.emit("customer.updated", showCustomer(customer), cause);
  return expandInto(fakeStripe, showCustomer(customer), expand);
}
