import { showCustomer, showDeletedCustomer, showPrice, showProduct } from "./catalogue-objects.ts";
import type { FakeStripe } from "./fake.ts";
import { showInvoice, showPayments } from "./invoices/show-invoice.ts";
import { listOf } from "./lists.ts";
import { showIntent, showLineItems, showSession } from "./payment-objects.ts";
import { invalidRequest } from "./refusal.ts";
import { showSchedule } from "./schedules/show-schedule.ts";
import { findIntentOf, showCharge } from "./show-charge.ts";
import { showDiscount } from "./show-discount.ts";
import { showPaymentMethod } from "./show-payment-method.ts";
import { showSubscription } from "./subscriptions/show-subscription.ts";

/**
 * Puts whole objects in the place of the ids that `expand` names, and adds what is left out unless asked for. Nothing
 * is expanded that the SDK's types do not let be an object.
 */
export function expandInto<T extends object>(fakeStripe: FakeStripe, shown: T, paths: string[] | undefined): T {
  if (!paths || paths.length === 0) return shown;
  const copy = JSON.parse(JSON.stringify(shown));
  for (const path of paths) {
    const parts = path.split(".");
    if (parts.length > 4) throw refused(path);
    expandOne(fakeStripe, copy, parts, path);
  }
  return copy;
}

function expandOne(fakeStripe: FakeStripe, at: unknown, [first = "", ...rest]: string[], path: string): void {
  if (Array.isArray(at)) {
    for (const one of at) expandOne(fakeStripe, one, [first, ...rest], path);
    return;
  }
  if (!isRecord(at)) return;
  if (at[first] === undefined) at[first] = excludedCalls(fakeStripe, at, first);
  const value = at[first];
  if (value === undefined) throw refused(path);
  if (typeof value === "string") at[first] = wholeOf(fakeStripe, value, path);
  if (Array.isArray(value)) {
    at[first] = value.map((one) => (typeof one === "string" ? wholeOf(fakeStripe, one, path) : one));
  }
  if (rest.length > 0) expandOne(fakeStripe, at[first], rest, path);
}

/** What the API shows only when it is asked for. */
function excludedCalls(fakeStripe: FakeStripe, { object, id }: { [key: string]: unknown }, field: string): unknown {
  const { invoices, sessions } = fakeStripe.state;
  const invoice = object === "invoice" && field === "payments" ? invoices[String(id)] : undefined;
  if (invoice) return plain(showPayments(invoice));
  const session = object === "checkout.session" && field === "line_items" ? sessions[String(id)] : undefined;
  if (!session) return undefined;
  return plain(listOf(showLineItems(fakeStripe, session), `/v1/checkout/sessions/${session.id}/line_items`));
}

function wholeOf(fakeStripe: FakeStripe, id: string, path: string): unknown {
  const { state } = fakeStripe;
  const isDeleted = state.deletedCustomers.includes(id);
  const shown =
    (isDeleted ? showDeletedCustomer(id) : shownBy(state.customers[id], showCustomer)) ??
    shownBy(state.products[id], showProduct) ??
    shownBy(state.prices[id], showPrice) ??
    shownBy(state.intents[id], showIntent) ??
    shownBy(state.paymentMethods[id], showPaymentMethod) ??
    shownBy(state.discounts[id], showDiscount) ??
    shownBy(state.sessions[id], (one) => showSession(fakeStripe, one)) ??
    shownBy(state.subscriptions[id], (one) => showSubscription(fakeStripe, one)) ??
    shownBy(state.invoices[id], (one) => showInvoice(fakeStripe, one)) ??
    shownBy(state.schedules[id], (one) => showSchedule(fakeStripe, one)) ??
    shownBy(findIntentOf(fakeStripe, id), (one) => showCharge(fakeStripe, one));
  if (shown === undefined) throw refused(path);
  return plain(shown);
}

function shownBy<T>(one: T | undefined, show: (one: T) => object): object | undefined {
  return one === undefined ? undefined : show(one);
}

function plain(shown: object): unknown {
  return JSON.parse(JSON.stringify(shown));
}

function isRecord(value: unknown): value is { [key: string]: unknown } {
  return typeof value === "object" && value !== null;
}

function refused(path: string) {
  return invalidRequest(`This property cannot be expanded (${path}).`, { param: "expand" });
}
