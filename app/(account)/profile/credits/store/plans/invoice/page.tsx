import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { fullAddress } from "#app/full-address.ts";
import { PageHeading } from "#components/layout/page-heading.tsx";
import { buttonVariants } from "#components/ui/button-variants.ts";
import { findPaymentPage } from "#lib/billing/plans/find-payment-page.ts";
import { StripeUnavailable } from "#lib/billing/stripe/client.ts";
import { database } from "#lib/database.ts";
import { requirePerson } from "#lib/people/current-person.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("plans.invoice"))("title") };
}

/** Leads to the page at Stripe where the user's open invoice is paid; says so when there is none, or Stripe is down. */
export default async function InvoicePage() {
  const person = await requirePerson();
  const [t, found] = await Promise.all([getTranslations("plans.invoice"), find(person.accountId)]);
  if (found !== null && found !== "unavailable") redirect(fullAddress(found));
  const state = found ?? "nothing";
  return (
    <>
      <PageHeading title={t(`${state}.title`)}>{t(`${state}.text`)}</PageHeading>
      {state === "unavailable" ? (
        <a href="/profile/credits/store/plans/invoice" className={buttonVariants()}>
          {t("again")}
        </a>
      ) : (
        <Link href="/profile/credits" className={buttonVariants()}>
          {t("toCredits")}
        </Link>
      )}
    </>
  );
}

async function find(account: string) {
  try {
    return await findPaymentPage(database(), account);
  } catch (error) {
    if (error instanceof StripeUnavailable) return "unavailable";
    throw error;
  }
}
