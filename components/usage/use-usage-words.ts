import { useTranslations } from "next-intl";
import { kinds } from "#lib/credits/kinds.ts";
import type { CalendarUnit } from "#lib/format/calendar.ts";
import { formatDate, formatDay, formatMonth } from "#lib/format/dates.ts";
import { useReader } from "../balance/use-reader.ts";
import type { Part, Series } from "./series.ts";

/** A feature as it is named on screen. */
export interface FeatureName {
  slug: string;
  name: string;
}

/** The names of bars and of their colours. */
export function useUsageWords({
  unit,
  features,
  now,
}: {
  unit: CalendarUnit;
  features: readonly FeatureName[];
  now: Date;
}) {
  const t = useTranslations("usage");
  const kindName = useTranslations("kinds");
  const reader = useReader();
  return {
    /** "Fri 27 Nov", "Mon 23 Nov – Sun 29 Nov" or "November 2026". */
    part: ({ start, end }: Part) => {
      if (unit === "month") return formatMonth(start, reader);
      const first = formatDay(start, now, reader);
      return unit === "day" ? first : `${first} – ${formatDay(new Date(end.getTime() - 1), now, reader)}`;
    },
    /** "27 Nov", or "Nov". */
    tick: ({ start }: Part) => (unit === "month" ? formatMonth(start, reader, "short") : formatDate(start, reader)),
    series: ({ name }: Series) => {
      if (name === null) return t("rest");
      const kind = kinds.find((one) => one === name);
      if (kind !== undefined) return kindName(`${kind}.name`);
      return t.has(`platforms.${name}`)
        ? t(`platforms.${name}`)
        : (features.find(({ slug }) => slug === name)?.name ?? name);
    },
  };
}
