import Link from "next/link";
import { getLocale, getTimeZone, getTranslations } from "next-intl/server";
import { PayNotice } from "#components/billing/billing-notices.tsx";
import { buttonVariants } from "#components/ui/button-variants.ts";
import type { Billing } from "#lib/billing/plans/read-billing.ts";
import { formatInstant } from "#lib/format/dates.ts";

/** Says that a payment is due, or that a change waits for one. */
export async function WaitingPayment({ billing: { plan, atStripe }, now }: { billing: Billing; now: Date }) {
  const t = await getTranslations("billing");
  if (atStripe === null || plan === null) return null;
  if (atStripe.pending !== null) {
    const { payUrl, until } = atStripe.pending;
    const reader = { locale: await getLocale(), timeZone: await getTimeZone() };
    const price = plan.renewsAs;
    const query = price && new URLSearchParams({ plan: price.plan, interval: price.interval });
    return (
      <PayNotice
        payUrl={payUrl}
        label={t("pending.pay")}
        more={
          query === null ? null : (
            <Link href={`/profile/billing/change?${query}`} className={buttonVariants({ variant: "outline" })}>
              {t("pending.keep")}
            </Link>
          )
        }
      >
        {t("pending.text", { date: formatInstant(until, now, reader) })}
      </PayNotice>
    );
  }
  if (atStripe.payUrl === null) return null;
  return (
    <PayNotice payUrl={atStripe.payUrl} label={t("pastDue.pay")}>
      {t("pastDue.text")}
    </PayNotice>
  );
}
