import type Stripe from "stripe";
import type { FakeStripe } from "../fake.ts";
import type { StoredSchedule } from "../state.ts";

/** A subscription schedule as the API shows it. */
export function showSchedule({ state }: FakeStripe, schedule: StoredSchedule): Stripe.SubscriptionSchedule {
  const phase = schedule.status === "active" ? schedule.phases[schedule.current] : undefined;
  return {
    id: schedule.id,
    object: "subscription_schedule",
    application: null,
    billing_mode: { flexible: { proration_discounts: "included" }, type: "flexible" },
    canceled_at: schedule.canceledAt,
    completed_at: schedule.completedAt,
    created: schedule.created,
    current_phase: phase ? { start_date: phase.start, end_date: phase.end } : null,
    customer: schedule.customer,
    customer_account: null,
    default_settings: {
      application_fee_percent: null,
      billing_cycle_anchor: "automatic",
      billing_thresholds: null,
      collection_method: "charge_automatically",
      default_payment_method: null,
      description: null,
      invoice_settings: {
        account_tax_ids: null,
        custom_fields: null,
        days_until_due: null,
        description: null,
        footer: null,
        issuer: { type: "self" },
      },
      on_behalf_of: null,
      transfer_data: null,
    },
    end_behavior: schedule.endBehavior,
    livemode: false,
    metadata: schedule.metadata,
    pause_schedules: [],
    phases: schedule.phases.map((one) => showPhase(one, currencyOf(state.prices, one))),
    released_at: schedule.releasedAt,
    released_subscription: schedule.releasedSubscription,
    status: schedule.status,
    subscription: schedule.subscription,
    test_clock: state.customers[schedule.customer]?.testClock ?? null,
  };
}

type Phase = StoredSchedule["phases"][number];

function showPhase(phase: Phase, currency: string): Stripe.SubscriptionSchedule.Phase {
  return {
    add_invoice_items: [],
    application_fee_percent: null,
    billing_cycle_anchor: phase.restartsAnchor ? "phase_start" : null,
    billing_thresholds: null,
    collection_method: null,
    currency,
    default_payment_method: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    end_date: phase.end,
    invoice_settings: null,
    items: phase.items.map(({ price, quantity }) => ({
      billing_thresholds: null,
      discounts: [],
      metadata: {},
      plan: price,
      price,
      quantity,
      tax_rates: [],
    })),
    metadata: phase.metadata,
    on_behalf_of: null,
    proration_behavior: phase.proration,
    start_date: phase.start,
    transfer_data: null,
    trial_end: null,
  };
}

function currencyOf(prices: FakeStripe["state"]["prices"], { items: [first] }: Phase) {
  return prices[first?.price ?? ""]?.currency ?? "usd";
}
