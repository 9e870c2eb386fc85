import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatCredits } from "#lib/format/credits.ts";
import { useReader } from "../balance/use-reader.ts";
import { buttonVariants } from "../ui/button-variants.ts";
import { Card, CardContent, CardHeader, CardTitle } from "../ui/card.tsx";
import { type Part, seriesOf } from "./series.ts";
import { SeriesList } from "./series-list.tsx";
import { UsageBars } from "./usage-bars.tsx";
import { useUsageWords } from "./use-usage-words.ts";

/** The last 30 days by kind, and how long the credits last, on the page of all credits. */
export function UsageCard({ parts, forecast, now }: { parts: readonly Part[]; forecast: ReactNode; now: Date }) {
  const t = useTranslations("usage");
  const { locale } = useReader();
  const words = useUsageWords({ unit: "day", features: [], now });
  const series = seriesOf(parts, "kind");
  const used = parts.reduce((sum, part) => sum + part.used, 0);
  return (
    <Card aria-labelledby="usage">
      <CardHeader>
        <CardTitle id="usage" className="flex flex-wrap items-baseline gap-x-3">
          {t("card")} <span>{formatCredits(used, locale)}</span>
        </CardTitle>
        <Link href="/profile/credits/usage" className={buttonVariants({ variant: "link", size: "sm" })}>
          {t("all")}
        </Link>
      </CardHeader>
      <CardContent className="grid gap-4">
        {series.length === 0 ? (
          <p className="text-ink-2">{t("nothing")}</p>
        ) : (
          <>
            <UsageBars parts={parts} series={series} group="kind" words={words} />
            <SeriesList series={series} words={words} />
          </>
        )}
        {forecast}
      </CardContent>
    </Card>
  );
}
