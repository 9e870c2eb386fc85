import { nowOf } from "../clock.ts";
import { found } from "../endpoint.ts";
import { type FakeStripe, newId } from "../fake.ts";
import { invalidRequest } from "../refusal.ts";
import type { StoredIntent } from "../state.ts";
import { amountsOf } from "./amounts.ts";
import { markPaid } from "./collect.ts";

/** Settles open invoices of a customer together, by so many payments that each pay a part of all of them. */
export function payTogether(
  fakeStripe: FakeStripe,
  { invoices: ids, payments }: { invoices: string[]; payments: number },
) {
  const { state } = fakeStripe;
  const invoices = ids.map((id) => found(state.invoices, id, "invoice"));
  const [first] = invoices;
  if (!first || invoices.some(({ status }) => status !== "open")) throw invalidRequest("These invoices are not open.");
  const now = nowOf(fakeStripe, first.customer);
  const dues = invoices.map((invoice) => amountsOf(invoice).due);
  for (let part = 0; part < payments; part += 1) {
    const shares = dues.map((due) => Math.floor((due * (part + 1)) / payments) - Math.floor((due * part) / payments));
    const intent: StoredIntent = {
      id: newId("pi"),
      created: now,
      status: "succeeded",
      amount: shares.reduce((sum, share) => sum + share, 0),
      currency: first.currency,
      customer: first.customer,
      description: "Invoices",
      declined: false,
      charge: newId("ch"),
      metadata: {},
      paymentMethod: null,
    };
    state.intents[intent.id] = intent;
    for (const [at, invoice] of invoices.entries()) {
      const about = { id: newId("inpay"), created: now, intent: intent.id, amount: shares[at] ?? 0 };
      invoice.payments = invoice.payments.filter(({ status }) => status !== "open");
      invoice.payments.push({ ...about, status: "paid", paidAt: now, canceledAt: null });
    }
  }
  for (const invoice of invoices) markPaid(fakeStripe, invoice, now);
}
