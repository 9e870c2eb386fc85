import { useLocale, useTranslations } from "next-intl";
import { AccountField } from "#components/balance/account-field.tsx";
import { useReader } from "#components/balance/use-reader.ts";
import type { FormAction } from "#components/sign-in/sign-in-card.tsx";
import { SubmitButton } from "#components/sign-in/submit-button.tsx";
import { Card } from "#components/ui/card.tsx";
import { formatCredits } from "#lib/format/credits.ts";
import { formatExpiry, formatInstant } from "#lib/format/dates.ts";
import { bdi } from "../ui/bdi.tsx";
import type { EarnCampaign } from "./campaign.ts";
import { StateWords } from "./state-words.tsx";
import { WeekStrip } from "./week-strip.tsx";

interface CampaignCardProps {
  campaign: EarnCampaign;
  now: Date;
  claimKey: string;
  claim: FormAction;
}

/** A campaign: what it gives and for how long, its state in words, and the button that claims. */
export function CampaignCard({ campaign, now, claimKey, claim }: CampaignCardProps) {
  const t = useTranslations("earn");
  const reader = useReader();
  const locale = useLocale();
  const { slug, type, name, description, state, credits, validDays, endsAt, creditsFrom, weekBonus, daysInRow } =
    campaign;
  const words = { amount: formatCredits(credits, locale), count: credits };
  return (
    <Card aria-labelledby={`campaign-${slug}`} className="grid content-between gap-4 p-5 sm:p-6">
      <div className="grid gap-1">
        <h2 id={`campaign-${slug}`} className="font-bold text-lg">
          {name}
        </h2>
        <p className="text-ink-2">{description}</p>
        <p className="mt-2 font-semibold">{t("gives", { ...words, days: validDays })}</p>
        {creditsFrom !== null && creditsFrom > now ? (
          <p className="text-ink-2 text-sm">
            {t.rich("creditsFrom", { date: formatInstant(creditsFrom, now, reader), bdi })}
          </p>
        ) : null}
        {endsAt !== null && endsAt > now ? (
          <p className="text-ink-2 text-sm">{t.rich("until", { date: formatExpiry(endsAt, now, reader), bdi })}</p>
        ) : null}
        {type === "check-in" ? <WeekStrip done={daysInRow} bonus={weekBonus} /> : null}
      </div>
      {state.status === "available" ? (
        <form action={claim}>
          <input type="hidden" name="key" value={claimKey} />
          <input type="hidden" name="campaign" value={slug} />
          <AccountField />
          <SubmitButton className="w-full">
            {t(type === "check-in" ? "checkIn" : "claim", { ...words })}
            <span className="sr-only">: {name}</span>
          </SubmitButton>
        </form>
      ) : (
        <p className="text-ink-2">
          <StateWords state={state} now={now} />
        </p>
      )}
    </Card>
  );
}
