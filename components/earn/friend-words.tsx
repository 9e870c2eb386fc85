import { useLocale, useTranslations } from "next-intl";
import { useReader } from "#components/balance/use-reader.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { formatInstant } from "#lib/format/dates.ts";
import { bdi } from "../ui/bdi.tsx";
import type { Standing } from "./referral.ts";

interface FriendWordsProps {
  standing: Standing;
  qualifiesBy: "purchase" | "use";
  now: Date;
}

/** What came of a friend, for the user who invited them. */
export function FriendWords({ standing, qualifiesBy, now }: FriendWordsProps) {
  const t = useTranslations("earn.referral.standing");
  const [reader, locale] = [useReader(), useLocale()];
  switch (standing.status) {
    case "waiting":
      return t(`waiting.${qualifiesBy}`);
    case "holding":
      return t.rich(`holding.${qualifiesBy}`, { date: formatInstant(standing.until, now, reader), bdi });
    case "rewarded":
      return t("rewarded", { amount: formatCredits(standing.credits, locale), count: standing.credits });
    case "not-rewarded":
      return t("not-rewarded", { why: t(`because.${standing.because}`) });
    case "not-counted":
      return t("not-counted", { why: t(`because.${standing.because}`) });
    case "returned":
      return t("returned");
  }
}
