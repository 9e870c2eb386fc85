import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { amountsByKind, type Line } from "./line.ts";
import { useExpiryWords } from "./use-expiry-words.ts";

export interface LineWords {
  title: string;
  /** The second line: which kinds, and until when. */
  note: string;
  where: string | null;
}

/** What a line of the history says to people; the same words wherever it stands. */
export function useLineWords(now: Date): (line: Line) => LineWords {
  const t = useTranslations("credits.line");
  const kindWord = useTranslations("kinds");
  const locale = useLocale();
  const expiry = useExpiryWords(now);
  const uses = ({ transaction }: Line) =>
    amountsByKind(transaction.entries)
      .map(({ kind, amount }) => t("use", { amount: formatCredits(amount, locale), kind: kindWord(`${kind}.word`) }))
      .join(", ");
  const where = ({ transaction: { platform } }: Line) =>
    platform === null ? null : t.has(`platform.${platform}`) ? t(`platform.${platform}`) : platform;

  return (line) => {
    const { type, amount, units, reason, entries } = line.transaction;
    const [entry] = entries;
    switch (type) {
      case "grant": {
        const until = entry?.expiresAt ? t("until", { date: expiry.day(entry.expiresAt) }) : t("never");
        const label = reason ?? t("added");
        if (entry?.kind === "purchased") {
          const title = t("bought", { amount: formatCredits(amount, locale), count: amount });
          return { title, note: until, where: where(line) };
        }
        return {
          title: t(entry?.kind === "activity" ? "earned" : "plan", { label }),
          note: `${uses(line)} · ${until}`,
          where: where(line),
        };
      }
      case "spend": {
        const name = line.featureName ?? t("used");
        return {
          title: units !== null && units > 1 ? t("units", { name, units }) : name,
          note: uses(line),
          where: where(line),
        };
      }
      case "expiry": {
        const label = entry ? (line.labels[entry.batch] ?? null) : null;
        return {
          title: label === null ? t("expired") : t("expiredBatch", { label }),
          note: uses(line),
          where: where(line),
        };
      }
    }
  };
}
