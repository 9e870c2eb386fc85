import { useTranslations } from "next-intl";
import { countDays } from "#lib/format/calendar.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { formatDay } from "#lib/format/dates.ts";
import { useReader } from "../balance/use-reader.ts";
import { bdi } from "../ui/bdi.tsx";
import { Card, CardContent, CardHeader, CardTitle } from "../ui/card.tsx";
import { type Part, seriesOf } from "./series.ts";
import { SeriesList } from "./series-list.tsx";
import { UsageBars } from "./usage-bars.tsx";
import type { Group, ShownDays } from "./usage-query.ts";
import { UsageTable } from "./usage-table.tsx";
import { type FeatureName, useUsageWords } from "./use-usage-words.ts";

/** The use of some days: in all, against the days before, in bars and as a table. */
export function UsageView(props: {
  parts: readonly Part[];
  /** Whole credits used on the days before. */
  before: number;
  days: ShownDays;
  group: Group;
  features: readonly FeatureName[];
  now: Date;
}) {
  const { parts, before, days, group, features, now } = props;
  const t = useTranslations("usage");
  const reader = useReader();
  const words = useUsageWords({ unit: days.unit, features, now });
  const series = seriesOf(parts, group);
  const used = parts.reduce((sum, part) => sum + part.used, 0);
  const [first, last] = [parts[0], parts.at(-1)];
  return (
    <Card aria-labelledby="used">
      <CardHeader className="items-baseline">
        <CardTitle id="used" className="flex flex-wrap items-baseline gap-x-3">
          {t("used")} <span className="text-xl">{formatCredits(used, reader.locale)}</span>
        </CardTitle>
        {first === undefined || last === undefined ? null : (
          <p className="text-ink-2 text-sm">
            {t.rich("days", {
              bdi,
              from: formatDay(first.start, now, reader),
              until: formatDay(new Date(last.end.getTime() - 1), now, reader),
            })}
          </p>
        )}
      </CardHeader>
      <CardContent className="grid gap-4">
        <Change used={used} before={before} days={countDays(days.from, days.to)} />
        {series.length === 0 ? (
          <p>{t("nothing")}</p>
        ) : (
          <>
            <SeriesList series={series} words={words} />
            <UsageBars parts={parts} series={series} group={group} words={words} />
          </>
        )}
      </CardContent>
      {series.length === 0 ? null : (
        <div className="border-line border-t pb-2">
          <UsageTable parts={parts} series={series} group={group} words={words} />
        </div>
      )}
    </Card>
  );
}

function Change({ used, before, days }: { used: number; before: number; days: number }) {
  const t = useTranslations("usage.change");
  const { locale } = useReader();
  const amount = formatCredits(before, locale);
  const percent = before <= 0 ? 0 : Math.round((Math.abs(used - before) / before) * 100);
  const key = before <= 0 ? "nothing" : percent === 0 ? "same" : used > before ? "more" : "less";
  return <p className="text-ink-2 text-sm">{t(key, { percent: formatCredits(percent, locale), days, amount })}</p>;
}
