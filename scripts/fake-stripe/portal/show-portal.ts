import type Stripe from "stripe";
import type { FakeStripe } from "../fake.ts";
import type { StoredPortalConfiguration, StoredPortalSession } from "../state.ts";

/** A visit of the portal as the API shows it. */
export function showPortalSession(fakeStripe: FakeStripe, session: StoredPortalSession): Stripe.BillingPortal.Session {
  return {
    id: session.id,
    object: "billing_portal.session",
    configuration: session.configuration,
    created: session.created,
    customer: session.customer,
    customer_account: null,
    flow: session.flow && flowOf(session.flow),
    livemode: false,
    locale: null,
    on_behalf_of: null,
    return_url: session.returnUrl,
    url: `${fakeStripe.publicUrl}/demo/stripe/portal/${session.id}`,
  };
}

function flowOf(flow: NonNullable<StoredPortalSession["flow"]>): Stripe.BillingPortal.Session.Flow {
  return {
    after_completion: {
      hosted_confirmation: flow.afterCompletion === "hosted_confirmation" ? { custom_message: flow.message } : null,
      redirect: flow.afterUrl === null ? null : { return_url: flow.afterUrl },
      type: flow.afterCompletion,
    },
    customer_update: null,
    subscription_cancel: flow.subscription === null ? null : { retention: null, subscription: flow.subscription },
    subscription_pause: null,
    subscription_update: null,
    subscription_update_confirm: null,
    type: flow.type,
  };
}

/** A portal configuration as the API shows it. */
export function showConfiguration(one: StoredPortalConfiguration): Stripe.BillingPortal.Configuration {
  return {
    id: one.id,
    object: "billing_portal.configuration",
    active: one.active,
    application: null,
    business_profile: {
      headline: one.headline,
      privacy_policy_url: one.privacyUrl,
      terms_of_service_url: one.termsUrl,
    },
    created: one.created,
    default_return_url: one.returnUrl,
    features: featuresOf(one),
    is_default: one.isDefault,
    livemode: false,
    login_page: { enabled: false, url: null },
    metadata: one.metadata,
    name: one.name,
    updated: one.updated,
  };
}

function featuresOf(one: StoredPortalConfiguration): Stripe.BillingPortal.Configuration.Features {
  return {
    customer_update: { allowed_updates: [], enabled: false },
    invoice_history: { enabled: one.listsInvoices },
    payment_method_update: { enabled: one.canChangeCard, payment_method_configuration: null },
    subscription_cancel: {
      cancellation_reason: { enabled: one.asksForReason, feedback_options: null, options: one.cancellationReasons },
      enabled: one.canCancel,
      mode: one.cancelsAtPeriodEnd ? "at_period_end" : "immediately",
      proration_behavior: "none",
    },
    subscription_pause: { duration: { interval_options: [], type: "indefinite" }, enabled: false },
    subscription_update: {
      billing_cycle_anchor: null,
      default_allowed_updates: [],
      enabled: false,
      proration_behavior: "none",
      schedule_at_period_end: { conditions: [] },
      trial_update_behavior: "continue_trial",
    },
  };
}
