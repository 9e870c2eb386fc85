import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { formatMoney } from "#lib/format/money.ts";
import { LiveNumber } from "../balance/live-number.tsx";
import { cn } from "../ui/cn.ts";
import { AfterRepaying, BalanceAfter } from "./balance-after.tsx";
import type { Offer } from "./offer.ts";
import { PayButton } from "./pay-button.tsx";
import { shownWhenChosen } from "./shown-when-chosen.ts";

/** What the chosen pack does to the balance, and the button that pays. Above the tabs on phones, below the packs elsewhere. */
export function StoreSummary({ offers }: { offers: readonly Offer[] }) {
  const t = useTranslations("store");
  const locale = useLocale();
  return (
    <div
      className={cn(
        "fixed inset-x-0 bottom-[calc(3.5rem+1px+env(safe-area-inset-bottom))] z-20 grid gap-2 border-line border-t bg-card px-4 py-3",
        "low:static low:mt-4 low:rounded-xl low:border",
        "lg:static lg:mt-4 lg:flex lg:items-center lg:justify-between lg:gap-6 lg:rounded-xl lg:border lg:px-6 lg:py-5 lg:shadow-card",
      )}
    >
      <div className="mx-auto w-full max-w-xl lg:mx-0 lg:w-auto lg:max-w-none">
        {offers.map((offer, position) => (
          <p key={offer.slug} className={cn("text-ink-2 text-sm lg:text-base", shownWhenChosen(position))}>
            <span className="flex flex-wrap justify-between gap-x-3 lg:justify-start lg:gap-x-6">
              <Figure label={t("youHave")}>
                <LiveNumber />
              </Figure>{" "}
              <Figure label={t("youBuy")}>{formatCredits(offer.credits, locale)}</Figure>{" "}
              <Figure label={t("afterwards")}>
                <BalanceAfter credits={offer.credits} />
              </Figure>
            </span>{" "}
            <AfterRepaying credits={offer.credits} />
          </p>
        ))}
        <p aria-live="polite" className="sr-only">
          {offers.map(({ slug, credits, amountCents: amount, currency }, position) => (
            <span key={slug} className={shownWhenChosen(position)}>
              {t("chosen", { credits, price: formatMoney({ amount, currency }, locale) })}
            </span>
          ))}
        </p>
        <p className="hidden text-ink-2 text-sm lg:mt-1.5 lg:block">{t("arrival")}</p>
      </div>
      <div className="mx-auto w-full max-w-xl lg:mx-0 lg:w-auto">
        <PayButton>
          {offers.map((offer, position) => (
            <span key={offer.slug} className={shownWhenChosen(position)}>
              {t("pay", { price: formatMoney({ amount: offer.amountCents, currency: offer.currency }, locale) })}
            </span>
          ))}
        </PayButton>
      </div>
    </div>
  );
}

function Figure({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <span className="whitespace-nowrap">
      {label} <span className="font-bold text-ink">{children}</span>
    </span>
  );
}
