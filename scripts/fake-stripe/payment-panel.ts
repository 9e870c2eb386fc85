import { dispute } from "./disputes.ts";
import type { FakeStripe } from "./fake.ts";
import { refund, settleRefund } from "./refunds.ts";
import { moneyOf } from "./render-page.ts";
import type { StoredDispute, StoredIntent, StoredRefund } from "./state.ts";

/** The demonstration's panel: what the seller does with a payment in the dashboard, and what the bank decides. */
export function renderPanel(fakeStripe: FakeStripe, intent: StoredIntent): string {
  const { left, last, opened } = standOf(fakeStripe, intent);
  const digits = digitsOf(intent.currency);
  const amount = (left / 10 ** digits).toFixed(digits);
  const step = (1 / 10 ** digits).toFixed(digits);
  const refunds = `<form method="post">
<label for="amount">Refund in ${intent.currency.toUpperCase()}</label>
<input id="amount" name="amount" type="number" inputmode="decimal" min="${step}" max="${amount}" step="${step}" value="${amount}" required>
<button name="dashboard" value="refund">Refund</button>
</form>`;
  const buttons = [
    ...(last === undefined ? [] : [["refund-fails", "The last refund fails"]]),
    ...(opened ? disputeButtons : [["dispute", "The bank opens a dispute"]]),
  ].map(([value, words]) => `<button name="dashboard" value="${value}">${words}</button>`);
  return `<section class="panel" aria-label="Demo dashboard">
<h2>Demo dashboard</h2>
<p>What the seller and the bank can do with this payment.</p>
${left > 0 ? refunds : ""}
<form method="post">
${buttons.join("\n")}
</form>
</section>`;
}

const disputeButtons = [
  ["won", "The seller wins the dispute"],
  ["lost", "The seller loses the dispute"],
];

/** What became of the money, as a receipt says it. */
export function renderReturns(fakeStripe: FakeStripe, intent: StoredIntent): string {
  const { counting, known } = standOf(fakeStripe, intent);
  const rows = counting.map((one) => `<li><span>Refund</span><span>−${moneyOf(one.amount, one.currency)}</span></li>`);
  if (known) rows.push(`<li><span>Dispute</span><span>${known.status.replaceAll("_", " ")}</span></li>`);
  return rows.join("");
}

/** Does what a button of the panel says; anything else is ignored. */
export function actOn(fakeStripe: FakeStripe, intent: StoredIntent, form: URLSearchParams): void {
  const { left, last, opened } = standOf(fakeStripe, intent);
  switch (form.get("dashboard")) {
    case "refund": {
      const amount = Math.round(Number(form.get("amount")) * 10 ** digitsOf(intent.currency));
      if (amount >= 1 && amount <= left) refund(fakeStripe, { intent: intent.id, amount, status: "succeeded" });
      return;
    }
    case "refund-fails":
      if (last) settleRefund(fakeStripe, last.id, "failed");
      return;
    case "dispute":
      if (!opened) dispute(fakeStripe, { intent: intent.id, status: "needs_response" });
      return;
    case "won":
    case "lost":
      if (opened) dispute(fakeStripe, { intent: intent.id, status: form.get("dashboard") ?? "" });
      return;
    default:
  }
}

interface Stand {
  /** Refunds that count, oldest first. */
  counting: StoredRefund[];
  last: StoredRefund | undefined;
  /** What of the money can still be refunded. */
  left: number;
  known: StoredDispute | undefined;
  /** Whether a dispute waits for the bank's decision. */
  opened: boolean;
}

function standOf({ state }: FakeStripe, intent: StoredIntent): Stand {
  const own = Object.values(state.refunds).filter((one) => one.intent === intent.id);
  const counting = own.filter(({ status }) => status !== "failed" && status !== "canceled");
  const left = counting.reduce((rest, { amount }) => rest - amount, intent.amount);
  const known = Object.values(state.disputes).find((one) => one.intent === intent.id);
  const opened = known !== undefined && !["won", "lost", "prevented", "warning_closed"].includes(known.status);
  return { counting, last: counting.at(-1), left, known, opened };
}

function digitsOf(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
