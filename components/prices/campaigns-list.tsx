import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { formatExpiry } from "#lib/format/dates.ts";
import { useReader } from "../balance/use-reader.ts";
import { bdi } from "../ui/bdi.tsx";
import { Card, CardHeader, CardTitle } from "../ui/card.tsx";

/** A campaign that everybody can take part in. Credits are whole. */
export interface OpenCampaign {
  slug: string;
  name: string;
  description: string;
  amount: number;
  /** What a person gets for each friend who joins by their link; null where it is no referral. */
  referrerAmount: number | null;
  validDays: number;
  endsAt: Date | null;
}

/** The campaigns that are open to all now. */
export function CampaignsList({ campaigns, now }: { campaigns: readonly OpenCampaign[]; now: Date }) {
  const t = useTranslations("prices.campaigns");
  const locale = useLocale();
  const reader = useReader();
  return (
    <Card aria-labelledby="campaigns">
      <CardHeader>
        <CardTitle id="campaigns">{t("title")}</CardTitle>
      </CardHeader>
      {campaigns.length === 0 ? (
        <p className="px-5 pb-5 text-ink-2 sm:px-6">{t("none")}</p>
      ) : (
        <ul className="pb-2">
          {campaigns.map(({ slug, name, description, amount, referrerAmount, validDays, endsAt }) => (
            <li key={slug} className="border-line border-t px-5 py-3 sm:px-6">
              <bdi className="font-semibold">{name}</bdi>
              <bdi className="block text-ink-2 text-sm">{description}</bdi>
              <span className="block text-sm">
                {referrerAmount === null
                  ? t("gives", { amount: formatCredits(amount, locale), count: amount, days: validDays })
                  : t("givesBoth", {
                      amount: formatCredits(amount, locale),
                      own: formatCredits(referrerAmount, locale),
                      days: validDays,
                    })}
                {endsAt === null ? null : <> · {t.rich("until", { date: formatExpiry(endsAt, now, reader), bdi })}</>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
