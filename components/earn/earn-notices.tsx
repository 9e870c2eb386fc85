import { CircleAlert, CircleCheck } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useReader } from "#components/balance/use-reader.ts";
import { Notice } from "#components/ui/notice.tsx";
import { formatCredits } from "#lib/format/credits.ts";
import { formatExpiry, formatInstant } from "#lib/format/dates.ts";
import { bdi } from "../ui/bdi.tsx";
import type { EarnClaim } from "./campaign.ts";

/** Why nothing was claimed, as the URL names it. */
export const earnProblems = [
  "invalid",
  "code-unknown",
  "code-redeemed",
  "code-used-up",
  "rate-limited",
  "waiting-for-friend",
  "begins",
  "paused",
  "done",
  "sold-out",
  "ended",
  "not-for-you",
] as const;

export type EarnProblem = (typeof earnProblems)[number];

/** Why nothing was claimed, and what to do. */
export function EarnProblemNotice({ problem }: { problem: EarnProblem }) {
  const t = useTranslations("earn.problems");
  return (
    <Notice variant="error" role="alert" className="mb-4">
      <CircleAlert aria-hidden />
      <p>{t(problem)}</p>
    </Notice>
  );
}

/** What was claimed: how much, and until when it can be used. */
export function ClaimedNotice({ claim, now }: { claim: EarnClaim; now: Date }) {
  const t = useTranslations("earn");
  const reader = useReader();
  const { credits, label, expiresAt, dueAt } = claim;
  const words = { amount: formatCredits(credits, useLocale()), count: credits, name: label };
  return (
    <Notice variant="ok" role="status" className="mb-4">
      <CircleCheck aria-hidden />
      <p>
        {expiresAt === null
          ? t.rich("later", { ...words, date: formatInstant(dueAt, now, reader), bdi })
          : t.rich("added", { ...words, date: formatExpiry(expiresAt, now, reader), bdi })}
      </p>
    </Notice>
  );
}
