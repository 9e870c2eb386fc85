import { useTranslations } from "next-intl";
import { daysUntilExpiry, formatExpiry, formatExpiryDay, timeLeft } from "#lib/format/dates.ts";
import { useReader } from "./use-reader.ts";

/** Text for the end of a batch: always the date, and beside it how soon that is. */
export function useExpiryWords(now: Date) {
  const t = useTranslations("credits.expiry");
  const reader = useReader();
  const soon = (expiresAt: Date) => {
    const left = timeLeft(expiresAt, now);
    if (left !== null) return t(left.unit, { count: left.count });
    const days = daysUntilExpiry(expiresAt, now, reader);
    if (expiresAt <= now || days > 14) return null;
    return days === 0 ? t("today") : days === 1 ? t("tomorrow") : t("inDays", { days });
  };
  return {
    /** "Fri 4 Dec, 23:59 Paris", or "Never expires". */
    exact: (expiresAt: Date | null) => (expiresAt === null ? t("never") : formatExpiry(expiresAt, now, reader)),
    /** "Fri 4 Dec"; within the last 24 hours with the time. */
    day: (expiresAt: Date) =>
      (timeLeft(expiresAt, now) === null ? formatExpiryDay : formatExpiry)(expiresAt, now, reader),
    /** "in 2 days", "in 40 min", or null when it is far in the future. */
    soon,
  };
}
