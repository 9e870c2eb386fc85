import { nowOf } from "../clock.ts";
import { moveClock, renderClock } from "../clock-panel.ts";
import type { FakeStripe } from "../fake.ts";
import { makeMethod } from "../payment-methods.ts";
import { actOn, renderPanel, renderReturns } from "../payment-panel.ts";
import { dayInWords, escapeHtml, moneyOf, page, renderClosed } from "../render-page.ts";
import { redirect, sendPage, type Visit } from "../send-page.ts";
import type { StoredIntent, StoredInvoice } from "../state.ts";
import { amountsOf } from "./amounts.ts";
import { collectInvoice } from "./collect.ts";

/** Answers an invoice's page, `/invoice/<invoice>`, where an open one can be paid. */
export function answerInvoicePage({ fakeStripe, request, response, id, body }: Visit) {
  const invoice = fakeStripe.state.invoices[id];
  if (!invoice || invoice.status === "draft") return sendPage(response, 404, renderClosed("unknown", null));
  if (request.method !== "POST") return sendPage(response, 200, renderInvoice(fakeStripe, invoice, ""));
  const form = new URLSearchParams(body);
  const [button, clock] = [form.get("button"), form.get("clock")];
  const pays = (button === "pay" || button === "decline") && invoice.status === "open";
  const outcome = pays ? pay(fakeStripe, invoice, button === "decline") : "paid";
  if (clock !== null) moveClock({ fakeStripe, response }, invoice.customer, clock);
  const paid = paidIntentOf(fakeStripe, invoice);
  if (paid) actOn(fakeStripe, paid, form);
  fakeStripe.save();
  if (outcome === "declined") return sendPage(response, 402, renderInvoice(fakeStripe, invoice, declined));
  redirect(response, `${fakeStripe.publicUrl}/demo/stripe/invoice/${id}`);
}

const declined = `<p class="notice" role="alert"><strong>Your card was declined.</strong> You weren't charged.</p>`;

/** With a card of its own, which later invoices are paid with as well when it works. */
function pay(fakeStripe: FakeStripe, invoice: StoredInvoice, declines: boolean) {
  const { state } = fakeStripe;
  const { customer: id } = invoice;
  const customer = state.customers[id];
  const method = makeMethod(fakeStripe, { customer: id, type: "card", last4: declines ? "0341" : "4444", declines });
  if (customer && !declines) Object.assign(customer, { paymentMethod: method.id, declines: false });
  const subscription = state.subscriptions[invoice.subscription ?? ""];
  if (subscription && !declines) subscription.paymentMethod = method.id;
  return collectInvoice(fakeStripe, invoice, { now: nowOf(fakeStripe, id), method: method.id });
}

/** The payment that settled it; none when a balance or a coupon did. */
function paidIntentOf({ state }: FakeStripe, { payments }: StoredInvoice): StoredIntent | undefined {
  return state.intents[payments.find(({ status }) => status === "paid")?.intent ?? ""];
}

function renderInvoice(fakeStripe: FakeStripe, invoice: StoredInvoice, notice: string): string {
  const { total, due, remaining } = amountsOf(invoice);
  const money = (amount: number) => moneyOf(amount, invoice.currency);
  const lines = invoice.lines.map((line) => {
    return `<li><span>${escapeHtml(line.description ?? "Item")}</span><span>${money(line.amount)}</span></li>`;
  });
  const off = invoice.lines.flatMap((line) => line.discounts).reduce((sum, { amount }) => sum + amount, 0);
  if (off !== 0) lines.push(`<li><span>Discount</span><span>${money(-off)}</span></li>`);
  const buttons = `<form method="post">
<button class="main" name="button" value="pay">Pay ${money(remaining)}</button>
<button name="button" value="decline">Decline</button>
</form>`;
  const intent = paidIntentOf(fakeStripe, invoice);
  const status = { open: "To pay", paid: "Paid", void: "Void", uncollectible: "Uncollectible", draft: "Draft" };
  return page(
    `Invoice ${invoice.number}`,
    `<p class="quiet">Invoice ${invoice.number} · ${dayInWords(invoice.created)}</p>
<h1>${money(invoice.status === "open" ? remaining : total)}</h1>
<p>${status[invoice.status]}${due < total ? `, ${money(total - due)} from the balance` : ""}</p>
<ul>${lines.join("")}${intent ? renderReturns(fakeStripe, intent) : ""}</ul>
${notice}
${invoice.status === "open" ? buttons : ""}
${intent ? renderPanel(fakeStripe, intent) : ""}
${renderClock(fakeStripe, invoice.customer)}`,
    "A fake Stripe invoice: no card, no bank, no money moves.",
  );
}
