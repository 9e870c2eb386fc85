import { useTranslations } from "next-intl";
import type { Batch } from "#lib/credits/batch.ts";
import type { Forecast } from "#lib/credits/forecast/forecast.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { formatDay, formatExpiryDay } from "#lib/format/dates.ts";
import { useReader } from "../balance/use-reader.ts";
import { bdi } from "../ui/bdi.tsx";

const mostUnused = 3;

/**
 * How long credits last at the pace of the last weeks, and what will expire unused; `part` is one of the two. While there is too
 * little use, only the whole says so.
 */
export function ForecastWords({
  forecast,
  batches,
  plan,
  now,
  part = "all",
}: {
  forecast: Forecast | null;
  batches: readonly Batch[];
  /** Whether a plan brings credits. */
  plan: boolean;
  now: Date;
  part?: "all" | "pace" | "unused";
}) {
  const t = useTranslations("usage.forecast");
  const kind = useTranslations("kinds");
  const reader = useReader();
  if (forecast === null) return part === "pace" ? null : <p className="text-ink-2">{t("tooLittle")}</p>;
  const count = batches.reduce((sum, { remaining }) => sum + remaining, 0);
  const strong = (words: React.ReactNode) => <strong className="font-bold">{words}</strong>;
  const marks = { bdi, strong };
  const amount = formatCredits(count, reader.locale);
  const unused = forecast.unused.slice(0, mostUnused).flatMap(({ batch, amount: lost, expiresAt }) => {
    const found = batches.find(({ number }) => number === batch);
    return found === undefined ? [] : [{ ...found, lost, expiresAt }];
  });
  if (part === "unused" && unused.length === 0) return null;
  return (
    <p className="text-pretty">
      {part === "unused" ? null : (
        <>
          {t.rich("pace", { ...marks, perDay: formatCredits(forecast.perDay, reader.locale) })}{" "}
          {count === 0
            ? null
            : forecast.endsAt === null
              ? t(plan ? "overAYearWithPlan" : "overAYear", { amount, count })
              : t.rich(plan ? "untilWithPlan" : "until", {
                  ...marks,
                  amount,
                  count,
                  date: formatDay(forecast.endsAt, now, reader),
                })}{" "}
        </>
      )}
      {part === "pace"
        ? null
        : unused.map((batch) => (
            <span key={batch.number}>
              {t.rich("unused", {
                ...marks,
                amount: formatCredits(batch.lost, reader.locale),
                name: batch.label,
                kind: kind(`${batch.kind}.word`),
                date: formatExpiryDay(batch.expiresAt, now, reader),
              })}{" "}
            </span>
          ))}
      <span className="text-ink-2">{t("basis")}</span>
    </p>
  );
}
