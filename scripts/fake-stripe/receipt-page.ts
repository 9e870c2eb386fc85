import type { FakeStripe } from "./fake.ts";
import { actOn, renderPanel, renderReturns } from "./payment-panel.ts";
import { dayInWords, escapeHtml, moneyOf, page, renderClosed } from "./render-page.ts";
import { redirect, sendPage, type Visit } from "./send-page.ts";
import { findIntentOf } from "./show-charge.ts";
import type { StoredIntent } from "./state.ts";

/** Answers a payment's receipt, `/receipt/<charge>`, with the panel of the demonstration's dashboard. */
export function answerReceiptPage({ fakeStripe, request, response, id, body }: Visit) {
  const intent = findIntentOf(fakeStripe, id);
  if (!intent) return sendPage(response, 404, renderClosed("unknown", null));
  if (request.method !== "POST") return sendPage(response, 200, renderReceipt(fakeStripe, intent));
  actOn(fakeStripe, intent, new URLSearchParams(body));
  fakeStripe.save();
  redirect(response, `${fakeStripe.publicUrl}/demo/stripe/receipt/${id}`);
}

function renderReceipt(fakeStripe: FakeStripe, intent: StoredIntent): string {
  const money = moneyOf(intent.amount, intent.currency);
  const session = Object.values(fakeStripe.state.sessions).find((one) => one.intent === intent.id);
  const lines = (session?.lines ?? []).map(
    ({ name, quantity }) => `<li><span>${escapeHtml(name)}</span><span>× ${quantity}</span></li>`,
  );
  return page(
    `Receipt for ${money}`,
    `<p class="quiet">Receipt · ${dayInWords(intent.created)}</p>
<h1>${money}</h1>
<p>Paid</p>
<ul>${lines.join("")}${renderReturns(fakeStripe, intent)}</ul>
${renderPanel(fakeStripe, intent)}`,
    "A fake Stripe receipt: no card, no bank, no money moves.",
  );
}
