import { useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { useReader } from "../balance/use-reader.ts";
import { cn } from "../ui/cn.ts";
import type { Series } from "./series.ts";
import type { useUsageWords } from "./use-usage-words.ts";

/** What the colours of the bars stand for, with their sums. */
export function SeriesList({ series, words }: { series: readonly Series[]; words: ReturnType<typeof useUsageWords> }) {
  const t = useTranslations("usage");
  const { locale } = useReader();
  return (
    <ul aria-label={t("series")} className="flex flex-wrap gap-x-5 gap-y-1.5 text-sm">
      {series.map((one) => (
        <li key={one.name} className="flex items-center gap-2">
          <span aria-hidden data-colour className={cn("size-3 shrink-0 rounded-[3px]", one.colour)} />
          <bdi>{words.series(one)}</bdi>
          <span className="font-semibold">{formatCredits(one.used, locale)}</span>
        </li>
      ))}
    </ul>
  );
}
