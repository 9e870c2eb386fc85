import "server-only";
import { hash } from "node:crypto";
import type Stripe from "stripe";
import { answerOf, type StripeClient } from "./client.ts";

/** Pages that the customer portal leads to. */
export interface PortalPages {
  appUrl: string;
  privacyUrl?: string | undefined;
  termsUrl?: string | undefined;
}

/**
 * Brings our configuration of the customer portal to what it offers: cancelling at the period's end, payment methods and
 * invoices. Plans are changed on our own pages. Returns whether something changed. @throws StripeUnavailable
 */
export async function bringPortalTo(stripe: StripeClient, pages: PortalPages): Promise<boolean> {
  const wanted = configurationOf(pages);
  const version = hash("sha256", JSON.stringify(wanted)).slice(0, 16);
  const found = await findPortalConfiguration(stripe);
  if (found?.version === version) return false;
  const { configurations } = stripe.billingPortal;
  const metadata = { [mark]: version };
  if (found === null) await answerOf(configurations.create({ ...wanted, metadata }));
  else await answerOf(configurations.update(found.id, { ...wanted, metadata }));
  return true;
}

/** Our configuration of the customer portal; null before the first sync. @throws StripeUnavailable */
export async function findPortalConfiguration(stripe: StripeClient): Promise<{ id: string; version: string } | null> {
  const { data } = await answerOf(stripe.billingPortal.configurations.list({ active: true, limit: 100 }));
  const own = data.find(({ metadata }) => metadata?.[mark] !== undefined);
  return own === undefined ? null : { id: own.id, version: own.metadata?.[mark] ?? "" };
}

const mark = "purse_version";

function configurationOf({
  appUrl,
  privacyUrl,
  termsUrl,
}: PortalPages): Stripe.BillingPortal.ConfigurationCreateParams {
  return {
    default_return_url: `${appUrl}/profile/billing`,
    business_profile: {
      ...(privacyUrl === undefined ? {} : { privacy_policy_url: privacyUrl }),
      ...(termsUrl === undefined ? {} : { terms_of_service_url: termsUrl }),
    },
    features: {
      customer_update: { enabled: false },
      invoice_history: { enabled: true },
      payment_method_update: { enabled: true },
      subscription_cancel: {
        enabled: true,
        mode: "at_period_end",
        cancellation_reason: { enabled: true, options: ["too_expensive", "missing_features", "unused", "other"] },
      },
      subscription_update: { enabled: false },
    },
  };
}
