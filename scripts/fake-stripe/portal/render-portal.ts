import { nowOf } from "../clock.ts";
import { renderClock } from "../clock-panel.ts";
import type { FakeStripe } from "../fake.ts";
import { amountsOf } from "../invoices/amounts.ts";
import { priceInWords } from "../invoices/draft-invoice.ts";
import { dayInWords, escapeHtml, moneyOf, page } from "../render-page.ts";
import type { StoredInvoice, StoredPortalConfiguration, StoredPortalSession, StoredSubscription } from "../state.ts";

const what = "A fake Stripe customer portal: no card, no bank, no money moves.";

/** The portal's home: plans, card and invoices, as far as its configuration offers them. */
export function renderPortal(
  fakeStripe: FakeStripe,
  { customer, returnUrl }: StoredPortalSession,
  configuration: StoredPortalConfiguration,
): string {
  const { state } = fakeStripe;
  const mine = Object.values(state.subscriptions).filter((one) => one.customer === customer && one.endedAt === null);
  const plans = mine.map((one) => renderPlan(fakeStripe, one, configuration)).join("") || "<p>No plan.</p>";
  const invoices = Object.values(state.invoices).filter((one) => one.customer === customer && one.status !== "draft");
  return page(
    "Billing",
    `<h1>${escapeHtml(configuration.headline ?? "Billing")}</h1>
<h2>Current plan</h2>
${plans}
<h2>Payment method</h2>
<p>${cardOf(fakeStripe, customer)}</p>
${configuration.canChangeCard ? cardForm : ""}
${configuration.listsInvoices ? `<h2>Invoices</h2>\n${renderInvoices(invoices)}` : ""}
${renderReturn(returnUrl)}
${renderClock(fakeStripe, customer)}`,
    what,
  );
}

/** The page of a deep link: one thing to do, then back. */
export function renderFlow(
  fakeStripe: FakeStripe,
  { customer, flow, returnUrl }: StoredPortalSession,
  configuration: StoredPortalConfiguration,
): string {
  const subscription = fakeStripe.state.subscriptions[flow?.subscription ?? ""];
  if (!subscription) {
    return page(
      "Payment method",
      `<h1>Payment method</h1>\n<p>${cardOf(fakeStripe, customer)}</p>\n${cardForm}\n${renderReturn(returnUrl)}`,
      what,
    );
  }
  const end = dayInWords(subscription.items[0]?.periodEnd ?? 0);
  const when = configuration.cancelsAtPeriodEnd ? `It stays active until ${end}.` : "It ends at once.";
  const options = configuration.cancellationReasons.map(
    (one) => `<option value="${one}">${one.replaceAll("_", " ")}</option>`,
  );
  const reasons = `<label>Reason <select name="reason"><option value=""></option>${options.join("")}</select></label>`;
  return page(
    "Cancel subscription",
    `<h1>Cancel subscription</h1>
<p>${when}</p>
<form method="post">
<input type="hidden" name="subscription" value="${subscription.id}">
${configuration.asksForReason ? reasons : ""}
<button class="main" name="button" value="cancel">Cancel subscription</button>
<button class="plain" name="button" value="back">Go back</button>
</form>`,
    what,
  );
}

/** What is said after a deep link's one thing is done. */
export function renderDone({ flow, returnUrl }: StoredPortalSession): string {
  const text = flow?.message ?? "Your change is saved.";
  return page("Done", `<h1>Done</h1>\n<p>${escapeHtml(text)}</p>\n${renderReturn(returnUrl)}`, what);
}

function renderPlan(
  fakeStripe: FakeStripe,
  subscription: StoredSubscription,
  configuration: StoredPortalConfiguration,
) {
  const { state } = fakeStripe;
  const lines = subscription.items.map(({ price: id, quantity }) => {
    const price = state.prices[id];
    const name = state.products[price?.product ?? ""]?.name ?? id;
    return `<li><span>${escapeHtml(name)} × ${quantity}</span><span>${price ? priceInWords(price) : ""}</span></li>`;
  });
  const isEnding = subscription.cancelAtPeriodEnd || subscription.cancelAt !== null;
  const button = isEnding ? "resume" : "cancel";
  const label = isEnding ? "Don't cancel subscription" : "Cancel subscription";
  const form = `<form method="post">
<input type="hidden" name="subscription" value="${subscription.id}">
<button name="button" value="${button}">${label}</button>
</form>`;
  const state_ = statusInWords(subscription, isEnding, nowOf(fakeStripe, subscription.customer));
  return `<ul>${lines.join("")}</ul>\n<p>${state_}</p>\n${configuration.canCancel ? form : ""}`;
}

function statusInWords({ status, items, cancelAt, trialEnd }: StoredSubscription, isEnding: boolean, now: number) {
  const end = dayInWords(cancelAt ?? items[0]?.periodEnd ?? now);
  if (isEnding) return `Ends on ${end}.`;
  if (status === "trialing") return `Free until ${dayInWords(trialEnd ?? now)}.`;
  if (status === "past_due" || status === "unpaid") return "The last payment failed. Pay the open invoice below.";
  return `Renews on ${end}.`;
}

function cardOf({ state }: FakeStripe, customer: string) {
  const running = Object.values(state.subscriptions).find((one) => one.customer === customer && one.endedAt === null);
  const method = state.paymentMethods[running?.paymentMethod ?? state.customers[customer]?.paymentMethod ?? ""];
  if (!method) return "None.";
  const name = method.type === "card" ? method.brand.charAt(0).toUpperCase() + method.brand.slice(1) : "Bank account";
  return `${name} •••• ${method.last4}`;
}

const cardForm = `<form method="post">
<button name="button" value="card-that-works">Use a card that works</button>
<button name="button" value="card-that-fails">Use a card that fails later</button>
</form>`;

function renderInvoices(invoices: StoredInvoice[]) {
  const rows = invoices.toReversed().map((invoice) => {
    const amount = moneyOf(amountsOf(invoice).total, invoice.currency);
    const link = `<a href="../invoice/${invoice.id}">${dayInWords(invoice.created)}</a>`;
    return `<li><span>${link}</span><span>${invoice.status}</span><span>${amount}</span></li>`;
  });
  return rows.length === 0 ? "<p>None yet.</p>" : `<ul>${rows.join("")}</ul>`;
}

function renderReturn(returnUrl: string | null) {
  return returnUrl === null ? "" : `<p><a href="${escapeHtml(returnUrl)}">Return to Purse</a></p>`;
}
