import "server-only";
import type Stripe from "stripe";
import { answerOf, stripeClient } from "./client.ts";

/** What the customer portal opens with: its home, or one thing to do and back to `doneUrl`. */
export type PortalFlow = { type: "home" } | { type: "payment-method" } | { type: "cancel"; subscription: string };

/** Opens the customer portal for one visit and returns its address. @throws StripeUnavailable */
export async function openPortalSession(visit: {
  customer: string;
  /** The id of our configuration of it. */
  configuration: string;
  flow: PortalFlow;
  returnUrl: string;
  doneUrl: string;
}): Promise<string> {
  const { customer, configuration, flow, returnUrl, doneUrl } = visit;
  const flow_data = flowDataOf(flow, doneUrl);
  const asked = { customer, configuration, return_url: returnUrl, ...(flow_data ? { flow_data } : {}) };
  return (await answerOf(stripeClient().billingPortal.sessions.create(asked))).url;
}

function flowDataOf(flow: PortalFlow, return_url: string): Stripe.BillingPortal.SessionCreateParams.FlowData | null {
  const after_completion = { type: "redirect", redirect: { return_url } } as const;
  switch (flow.type) {
    case "home":
      return null;
    case "payment-method":
      return { type: "payment_method_update", after_completion };
    case "cancel":
      return {
        type: "subscription_cancel",
        subscription_cancel: { subscription: flow.subscription },
        after_completion,
      };
  }
}
