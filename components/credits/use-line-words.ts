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

  const named = (line: Line, units: number | null) => {
    const name = line.featureName ?? t("used");
    return units !== null && units > 1 ? t("units", { name, units }) : name;
  };
  const returned = (line: Line) => {
    const { type, reason, entries } = line.transaction;
    const why = type === "refund" ? "refund" : (reason ?? "failed");
    const label = line.labels[entries[0]?.batch ?? 0];
    const words = t.has(`returnedReason.${why}`) ? t(`returnedReason.${why}`) : why;
    return label === undefined ? words : t("backIn", { reason: words, label });
  };

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
      case "spend":
      case "capture":
        return { title: named(line, units), note: uses(line), where: where(line) };
      case "hold":
        return { title: t("onHold", { name: named(line, units) }), note: uses(line), where: where(line) };
      case "extend":
        return { title: t("holdExtended", { name: named(line, units) }), note: "", where: where(line) };
      case "release":
      case "refund":
        return { title: t("returned", { name: named(line, units) }), note: returned(line), where: where(line) };
      case "adjustment":
        return { title: t("adjusted"), note: reason ?? uses(line), where: null };
      case "freeze":
        return { title: t("frozen"), note: reason ?? "", where: null };
      case "unfreeze":
        return { title: t("unfrozen"), note: reason ?? "", where: null };
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
