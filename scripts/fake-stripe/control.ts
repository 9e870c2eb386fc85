import { z } from "zod";
import { found } from "./endpoint.ts";
import type { Deliveries } from "./events.ts";
import type { FakeStripe } from "./fake.ts";
import { settle } from "./pay.ts";
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
  /** Whether all payments of a customer are declined from now on. */
  customer: z.strictObject({ id: z.string(), declines: z.boolean() }).optional(),
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
  if (asked.plan) Object.assign(deliveries.plan, asked.plan);
  if (asked.settle) settle(fakeStripe, findSession(fakeStripe, asked.settle.session), asked.settle.outcome);
  if (asked.expire) expireSession(fakeStripe, findSession(fakeStripe, asked.expire));
  if (asked.customer) {
    found(fakeStripe.state.customers, asked.customer.id, "customer").declines = asked.customer.declines;
  }
  Object.assign(fakeStripe.state.settings, asked.settings);
  if (asked.falsify) {
    const { session, ...changes } = asked.falsify;
    Object.assign(findSession(fakeStripe, session), changes);
  }
  if (asked.release) deliveries.release(asked.release);
  if (asked.again) for (const event of eventsOf(fakeStripe, asked.again)) deliveries.again(event);
  const { sessions, intents, events, deliveries: waiting } = fakeStripe.state;
  return { plan: deliveries.plan, sessions, intents, events, waiting };
}

function eventsOf({ state }: FakeStripe, id: string) {
  const about = z.object({ id: z.literal(id) });
  return Object.values(state.events)
    .filter((event) => event.id === id || about.safeParse(event.object).success)
    .map((event) => event.id);
}
