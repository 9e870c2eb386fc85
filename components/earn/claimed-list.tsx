import { useLocale, useTranslations } from "next-intl";
import { useReader } from "#components/balance/use-reader.ts";
import { Card, CardContent, CardHeader, CardTitle } from "#components/ui/card.tsx";
import { formatCredits } from "#lib/format/credits.ts";
import { formatDay } from "#lib/format/dates.ts";
import type { EarnClaim } from "./campaign.ts";

/** What the user has claimed, newest first. */
export function ClaimedList({ claims, now }: { claims: readonly EarnClaim[]; now: Date }) {
  const t = useTranslations("earn.claimed");
  const reader = useReader();
  const locale = useLocale();
  if (claims.length === 0) return null;
  return (
    <Card className="mt-3 lg:mt-4">
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
      </CardHeader>
      <CardContent>
        <ul className="divide-y divide-line">
          {claims.map(({ campaign, occurrence, label, credits, claimedAt }) => (
            <li key={`${campaign} ${occurrence}`} className="flex justify-between gap-4 py-2">
              <span className="min-w-0">
                {label} <span className="text-ink-2 text-sm">{formatDay(claimedAt, now, reader)}</span>
              </span>
              <span className="whitespace-nowrap">
                {t("amount", { amount: formatCredits(credits, locale), count: credits })}
              </span>
            </li>
          ))}
        </ul>
      </CardContent>
    </Card>
  );
}
