import { useLocale, useTranslations } from "next-intl";
import type { Batch } from "#lib/credits/batch.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { formatDay } from "#lib/format/dates.ts";
import { type NextCredits, soonestToExpire } from "./next-to-expire.tsx";
import { useExpiryWords } from "./use-expiry-words.ts";
import { useReader } from "./use-reader.ts";

/** What expires next and what is used next, on phones, where the detailed card is below the fold. */
export function PhoneTiles({ batches, next, now }: { batches: readonly Batch[]; next: NextCredits | null; now: Date }) {
  const t = useTranslations("credits.tiles");
  const locale = useLocale();
  const expiry = useExpiryWords(now);
  const reader = useReader();
  const [soonest] = soonestToExpire(batches);
  return (
    <dl className="mt-2 grid grid-cols-2 gap-2 lg:hidden">
      {soonest ? (
        <Tile
          term={t("expire", { amount: formatCredits(soonest.remaining, locale), count: soonest.remaining })}
          words={expiry.day(soonest.expiresAt)}
        />
      ) : (
        <Tile term={t("nothingExpires")} words={t("noDate")} />
      )}
      {next ? (
        <Tile
          term={t("more", { amount: formatCredits(next.amount, locale) })}
          words={formatDay(next.at, now, reader)}
        />
      ) : null}
    </dl>
  );
}

function Tile({ term, words }: { term: string; words: string }) {
  return (
    <div className="min-w-0 rounded-lg bg-soft px-3 py-2.5">
      <dt key={term} className="font-semibold">
        {term}
      </dt>
      <dd key={words} className="text-ink-2 text-sm">
        {words}
      </dd>
    </div>
  );
}
