import { z } from "zod";
import { dispute, disputeStates } from "./disputes.ts";
import { found } from "./endpoint.ts";
import type { Deliveries } from "./events.ts";
import type { FakeStripe } from "./fake.ts";
import { warn } from "./fraud-warnings.ts";
import { payTogether } from "./invoices/pay-together.ts";
import { emptyState } from "./open-state.ts";
import { settle } from "./pay.ts";
import { payInThePast } from "./pay-in-the-past.ts";
import { refund, settleRefund } from "./refunds.ts";
import { invalidRequest } from "./refusal.ts";
import { expireSession, findSession } from "./sessions.ts";

const orders = z.strictObject({
  /** How events go out from now on. */
  plan: z
    .strictObject({ copies: z.int().min(0).max(50), delayMs: z.int().min(0), hold: z.boolean() })
    .partial()
    .optional(),
  /** Lets go of what is held, in this order. */
  release: z.enum(["made", "reversed", "shuffled"]).optional(),
  /** Sends the events of this session, or this event, again. */
  again: z.string().optional(),
  /** The bank's answer to a delayed payment. */
  settle: z.strictObject({ session: z.string(), outcome: z.enum(["succeeded", "failed"]) }).optional(),
  expire: z.string().optional(),
  /** Pays a session at an instant that is past, in seconds. */
  payInThePast: z.strictObject({ session: z.string(), at: z.int() }).optional(),
  /** Forgets everything, as an empty database does. */
  forget: z.literal(true).optional(),
  /** A refund from the dashboard; a pending one waits for the bank. */
  refund: z
    .strictObject({ intent: z.string(), amount: z.int().min(1), status: z.enum(["succeeded", "pending"]) })
    .partial({ amount: true })
    .optional(),
  /** What the bank says of a refund later. */
  settleRefund: z.strictObject({ id: z.string(), status: z.enum(["succeeded", "failed", "canceled"]) }).optional(),
  /** A bank opens the dispute of a payment, or gives it another state. */
  dispute: z
    .strictObject({ intent: z.string(), amount: z.int().min(1), status: z.enum(disputeStates) })
    .partial({ amount: true })
    .optional(),
  /** A bank warns that a payment may be fraud. */
  warn: z.strictObject({ intent: z.string() }).optional(),
  /** Open invoices are settled together, by so many payments. */
  payTogether: z.strictObject({ invoices: z.array(z.string()), payments: z.int().min(1).max(5) }).optional(),
  /** Whether all payments of a customer are declined from now on. */
  customer: z.strictObject({ id: z.string(), declines: z.boolean() }).optional(),
  /** Whether the API is in an outage: it responds to nothing. */
  away: z.boolean().optional(),
  /** What a seller sets in the dashboard. */
  settings: z
    .strictObject({
      afterRetries: z.enum(["cancel", "unpaid"]),
      prorationParent: z.enum(["subscription_item_details", "invoice_item_details"]),
      cardFingerprint: z.string().nullable(),
    })
    .partial()
    .optional(),
  /** Lets a session bill something else, or name another order, than was asked for. */
  falsify: z
    .strictObject({
      session: z.string(),
      amount: z.int().optional(),
      currency: z.string().optional(),
      clientReferenceId: z.string().optional(),
    })
    .optional(),
});

/** Carries out what a test asks of the fake Stripe, and tells what it holds. */
export function control(fakeStripe: FakeStripe, deliveries: Deliveries, body: string) {
  const parsed = orders.safeParse(body === "" ? {} : JSON.parse(body));
  if (!parsed.success) throw invalidRequest(z.prettifyError(parsed.error));
  const asked = parsed.data;
  if (asked.forget) Object.assign(fakeStripe.state, emptyState());
  if (asked.plan) Object.assign(deliveries.plan, asked.plan);
  if (asked.settle) settle(fakeStripe, findSession(fakeStripe, asked.settle.session), asked.settle.outcome);
  if (asked.expire) expireSession(fakeStripe, findSession(fakeStripe, asked.expire));
  if (asked.payInThePast) {
    payInThePast(fakeStripe, findSession(fakeStripe, asked.payInThePast.session), asked.payInThePast.at);
  }
  if (asked.refund) refund(fakeStripe, asked.refund);
  if (asked.settleRefund) settleRefund(fakeStripe, asked.settleRefund.id, asked.settleRefund.status);
  if (asked.warn) warn(fakeStripe, asked.warn);
  if (asked.payTogether) payTogether(fakeStripe, asked.payTogether);
  if (asked.dispute) dispute(fakeStripe, asked.dispute);
  if (asked.customer) {
    found(fakeStripe.state.customers, asked.customer.id, "customer").declines = asked.customer.declines;
  }
  if (asked.away !== undefined) fakeStripe.away = asked.away;
  Object.assign(fakeStripe.state.settings, asked.settings);
  if (asked.falsify) {
    const { session, ...changes } = asked.falsify;
    Object.assign(findSession(fakeStripe, session), changes);
  }
  if (asked.release) deliveries.release(asked.release);
  if (asked.again) for (const event of eventsOf(fakeStripe, asked.again)) deliveries.again(event);
  const { sessions, intents, refunds, events, deliveries: waiting } = fakeStripe.state;
  return { plan: deliveries.plan, sessions, intents, refunds, events, waiting };
}

function eventsOf({ state }: FakeStripe, id: string) {
  const about = z.object({ id: z.literal(id) });
  return Object.values(state.events)
    .filter((event) => event.id === id || about.safeParse(event.object).success)
    .map((event) => event.id);
}
