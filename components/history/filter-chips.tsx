import { X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { formatDay, startOfDay } from "#lib/format/dates.ts";
import { useReader } from "../balance/use-reader.ts";
import { addressOf, type HistoryQuery } from "./filter.ts";

/** The active filters, each with a button that removes it. */
export function FilterChips({
  query,
  featureName,
  now,
}: {
  query: HistoryQuery;
  featureName: string | null;
  now: Date;
}) {
  const t = useTranslations("history.filters");
  const kindName = useTranslations("kinds");
  const placeName = useTranslations("usage.platforms");
  const reader = useReader();
  const dayOf = (day: string) => formatDay(startOfDay(day, reader.timeZone) ?? now, now, reader);
  const first = { ...query, before: null };
  const chips = [
    ...query.types.map((type) => ({
      word: t(`types.${type}`),
      rest: { ...first, types: query.types.filter((other) => other !== type) },
    })),
    ...query.kinds.map((kind) => ({
      word: kindName(`${kind}.name`),
      rest: { ...first, kinds: query.kinds.filter((other) => other !== kind) },
    })),
    ...(query.feature === null ? [] : [{ word: featureName ?? query.feature, rest: { ...first, feature: null } }]),
    ...(query.platform === null ? [] : [{ word: placeName(query.platform), rest: { ...first, platform: null } }]),
    ...(query.search === null ? [] : [{ word: `“${query.search}”`, rest: { ...first, search: null } }]),
    ...(query.from === null ? [] : [{ word: t("since", { day: dayOf(query.from) }), rest: { ...first, from: null } }]),
    ...(query.to === null ? [] : [{ word: t("until", { day: dayOf(query.to) }), rest: { ...first, to: null } }]),
  ];
  if (chips.length === 0) return null;
  return (
    <ul aria-label={t("active")} className="flex flex-wrap gap-2">
      {chips.map(({ word, rest }) => (
        <li key={word}>
          <Link
            href={`/profile/credits/history?${addressOf(rest)}`}
            aria-label={t("remove", { filter: word })}
            className="flex h-8 items-center gap-1.5 rounded-full border border-line-strong bg-card ps-3 pe-2 text-sm hover:bg-soft pointer-coarse:h-11"
          >
            <bdi>{word}</bdi>
            <X aria-hidden className="size-3.5 text-ink-2" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
