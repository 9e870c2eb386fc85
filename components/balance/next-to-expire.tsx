import { CalendarCheck2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Batch } from "#lib/credits/batch.ts";
import type { Forecast } from "#lib/credits/forecast/forecast.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { expiryTile, formatInstant } from "#lib/format/dates.ts";
import { bdi } from "../ui/bdi.tsx";
import { Card, CardFooter, CardHeader, CardTitle } from "../ui/card.tsx";
import { cn } from "../ui/cn.ts";
import { KindChip } from "./kind-chip.tsx";
import { LiveText } from "./live-text.tsx";
import { useExpiryWords } from "./use-expiry-words.ts";
import { useReader } from "./use-reader.ts";

export interface NextCredits {
  amount: number;
  at: Date;
}

type Expiring = Batch & { expiresAt: Date };

/** The batches that expire first, of any kind; at most three. */
export function soonestToExpire(batches: readonly Batch[]): Expiring[] {
  return batches
    .flatMap((batch) => (batch.expiresAt === null ? [] : [{ ...batch, expiresAt: batch.expiresAt }]))
    .sort((one, other) => one.expiresAt.getTime() - other.expiresAt.getTime() || one.number - other.number)
    .slice(0, 3);
}

/** What expires next with its exact time, and what expires after it. */
export function NextToExpire({
  batches,
  next,
  unused,
  plans,
  now,
}: {
  batches: readonly Batch[];
  next: NextCredits | null;
  /** What of batches is expected to expire unused. */
  unused: Forecast["unused"];
  /** Leads to the plans while nothing comes; null for a user who has one. */
  plans: ReactNode;
  now: Date;
}) {
  const t = useTranslations("credits.expiring");
  const soonest = soonestToExpire(batches);
  return (
    <Card aria-labelledby="next-to-expire" className="flex flex-col">
      <CardHeader>
        <CardTitle id="next-to-expire">{t("title")}</CardTitle>
      </CardHeader>
      {soonest.length === 0 ? (
        <p className="mx-5 border-line border-t py-5 text-ink-2 sm:mx-6">{t("nothing")}</p>
      ) : (
        <ul className="mx-5 sm:mx-6">
          {soonest.map((batch) => (
            <ExpiringBatch
              key={batch.number}
              batch={batch}
              unused={unused.find((one) => one.batch === batch.number)?.amount ?? 0}
              now={now}
            />
          ))}
        </ul>
      )}
      {next ? (
        <NextLine next={next} now={now} />
      ) : plans ? (
        <CardFooter className="mt-auto justify-between">
          <p className="text-ink-2 text-sm">{t("noPlan")}</p>
          {plans}
        </CardFooter>
      ) : null}
    </Card>
  );
}

function ExpiringBatch({ batch, unused, now }: { batch: Expiring; unused: number; now: Date }) {
  const locale = useLocale();
  const t = useTranslations("credits.expiring");
  const expiry = useExpiryWords(now);
  const soon = expiry.soon(batch.expiresAt);
  const tile = expiryTile(batch.expiresAt, useReader());
  return (
    <li className="grid grid-cols-[auto_1fr_auto] items-center gap-3.5 border-line border-t py-3.5">
      {/* Urgency is shown by inverted ink, not by hue: for batches that expire within three days. */}
      <span
        aria-hidden
        className={cn(
          "grid size-11.5 content-center rounded-lg border text-center",
          batch.expiresAt.getTime() - now.getTime() < threeDays
            ? "border-ink bg-ink text-page"
            : "border-line-strong bg-soft",
        )}
      >
        <span className="font-medium text-xs">{tile.month}</span>
        <span className="font-bold text-lg leading-4.5">{tile.day}</span>
      </span>
      <span className="min-w-0">
        <bdi className="block font-semibold">{batch.label}</bdi>
        <span className="block text-ink-2 text-sm">
          {expiry.exact(batch.expiresAt)}
          {soon ? (
            <>
              ,{" "}
              <span key={soon} className="whitespace-nowrap">
                {soon}
              </span>
            </>
          ) : null}
        </span>
        {unused > 0 ? (
          <span className="block text-ink-2 text-sm">{t("unused", { amount: formatCredits(unused, locale) })}</span>
        ) : null}
      </span>
      <span className="grid justify-items-end gap-0.5">
        <LiveText className="font-bold">{formatCredits(batch.remaining, locale)}</LiveText>
        <KindChip kind={batch.kind} plain />
      </span>
    </li>
  );
}

const threeDays = 3 * 24 * 60 * 60 * 1000;

function NextLine({ next, now }: { next: NextCredits; now: Date }) {
  const t = useTranslations("credits.expiring");
  const locale = useLocale();
  const reader = useReader();
  return (
    <CardFooter className="mt-auto">
      <CalendarCheck2 aria-hidden className="size-4 shrink-0 text-ink-2" />
      <p className="text-ink-2 text-sm">
        {t.rich("next", {
          amount: formatCredits(next.amount, locale),
          date: formatInstant(next.at, now, reader),
          bdi,
          strong: (words) => <strong className="inline-block font-bold text-ink">{words}</strong>,
        })}
      </p>
    </CardFooter>
  );
}
