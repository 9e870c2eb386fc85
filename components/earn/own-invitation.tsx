import { Gift } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { Notice } from "#components/ui/notice.tsx";
import { formatCredits } from "#lib/format/credits.ts";
import type { Standing } from "./referral.ts";

interface OwnInvitationProps {
  standing: Standing;
  /** Whole credits that the user gets, and what for. */
  credits: number;
  qualifiesBy: "purchase" | "use";
}

/** What came of the invitation that the user joined by; nothing once the credits are there, as they are listed below. */
export function OwnInvitation({ standing, credits, qualifiesBy }: OwnInvitationProps) {
  const t = useTranslations("earn.invited");
  const values = { amount: formatCredits(credits, useLocale()), count: credits };
  if (standing.status === "rewarded") return null;
  return (
    <Notice className="mb-4">
      <Gift aria-hidden />
      <p>
        {standing.status === "not-counted" || standing.status === "not-rewarded"
          ? t(standing.because)
          : standing.status === "returned"
            ? t("returned")
            : t(qualifiesBy, values)}
      </p>
    </Notice>
  );
}
