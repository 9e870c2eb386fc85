import { CalendarPlus } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Batch } from "#lib/credits/batch.ts";
import type { ReturnedCredits } from "#lib/credits/returned-credits.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { formatExpiry, formatInstant, isUtc } from "#lib/format/dates.ts";
import { sayReturned } from "#lib/format/returned-credits.ts";
import { KindChip } from "../balance/kind-chip.tsx";
import { LiveText } from "../balance/live-text.tsx";
import { useExpiryWords } from "../balance/use-expiry-words.ts";
import { useReader } from "../balance/use-reader.ts";
import { Badge } from "../ui/badge.tsx";
import { Card } from "../ui/card.tsx";

export interface BatchFactsProps {
  batch: Batch & { state: "live" | "used-up" | "expired" };
  /** What became of it because its payment was returned; null when it never was. */
  returned: ReturnedCredits | null;
  /** Whether its credits only wait until its payment was checked. */
  isReviewed: boolean;
  /** How many of its credits are expected to expire unused. */
  unused: number;
  /** Its position among the usable batches, from 1; null when it cannot be used. */
  place: { number: number; of: number } | null;
  now: Date;
}

/** Everything that is known about one batch. */
export function BatchFacts({ batch, returned, isReviewed, unused, place, now }: BatchFactsProps) {
  const t = useTranslations("batch");
  const returnedWord = useTranslations("returned");
  const locale = useLocale();
  const reader = useReader();
  const source = t.has(`sources.${batch.source}`) ? t(`sources.${batch.source}`) : batch.source;
  return (
    <Card className="px-5 py-4 sm:px-6 sm:py-5">
      <div className="flex flex-wrap items-center gap-2">
        <KindChip kind={batch.kind} />
        <Badge variant={batch.state === "live" ? "ok" : "neutral"}>
          {t(
            `states.${batch.state === "used-up" && (returned?.taken ?? 0) > 0 && !isReviewed ? "taken-back" : batch.state}`,
          )}
        </Badge>
      </div>
      <p className="mt-4 font-bold text-[2.75rem] leading-13 tracking-[-0.03em]">
        <LiveText>{formatCredits(batch.remaining, locale)}</LiveText>
      </p>
      <p className="text-ink-2">{t("leftOf", { granted: formatCredits(batch.granted, locale) })}</p>
      {batch.held > 0 ? <p className="text-ink-2">{t("held", { amount: formatCredits(batch.held, locale) })}</p> : null}
      <dl className="mt-5 grid">
        <Fact term={t("from")}>{t.rich("fromWords", { source, label: () => <bdi>{batch.label}</bdi> })}</Fact>
        <Fact term={t("granted")}>{formatInstant(batch.grantedAt, now, reader)}</Fact>
        <Fact term={t("expires")}>
          <Expiry batch={batch} unused={unused} now={now} />
        </Fact>
        {returned === null ? null : (
          <Fact term={t(isReviewed ? "reviewed" : batch.source === "campaign" ? "rewardReturned" : "returned")}>
            <LiveText>
              {isReviewed
                ? t("waitsForReview", { amount: formatCredits(returned.taken, locale), count: returned.taken })
                : sayReturned(returned, returnedWord, locale)}
            </LiveText>
          </Fact>
        )}
        <Fact term={t("place")}>
          {place === null ? t("notUsed") : t("placeWords", { number: place.number, of: place.of })}
        </Fact>
      </dl>
    </Card>
  );
}

function Expiry({ batch, unused, now }: Pick<BatchFactsProps, "batch" | "unused" | "now">) {
  const t = useTranslations("batch");
  const expiry = useExpiryWords(now);
  const reader = useReader();
  const locale = useLocale();
  if (batch.expiresAt === null) return t("never");
  const soon = expiry.soon(batch.expiresAt);
  return (
    <>
      <span className="block">
        {expiry.exact(batch.expiresAt)}
        {soon ? ` · ${soon}` : null}
      </span>
      {isUtc(reader.timeZone) ? null : (
        <span className="block text-ink-2 text-sm">
          {formatExpiry(batch.expiresAt, now, { ...reader, timeZone: "UTC" })}
        </span>
      )}
      {unused > 0 ? (
        <span className="block text-ink-2 text-sm">{t("unused", { amount: formatCredits(unused, locale) })}</span>
      ) : null}
      {batch.state === "live" ? (
        <a
          href={`/profile/credits/batches/${batch.number}/expiry.ics`}
          className="mt-1 inline-flex items-center gap-1.5 rounded-sm text-sm underline decoration-control underline-offset-4 hover:decoration-ink pointer-coarse:py-2.5"
        >
          <CalendarPlus aria-hidden className="size-4" />
          {t("calendar.link")}
        </a>
      ) : null}
    </>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-4 gap-y-0.5 border-line border-t py-3 sm:grid-cols-[12rem_1fr]">
      <dt className="text-ink-2">{term}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  );
}
