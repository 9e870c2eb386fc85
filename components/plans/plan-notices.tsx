import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Notice } from "../ui/notice.tsx";

/** Why no plan was begun, as the URL names it. */
export const planProblems = [
  "invalid",
  "no-such-plan",
  "price-changed",
  "rate-limited",
  "subscribed",
  "not-at-stripe",
  "buying-frozen",
  "unavailable",
] as const;

export type PlanProblem = (typeof planProblems)[number];

/** What went wrong with the last attempt, and what to do. Nothing was charged in any of these cases. */
export function PlanProblemNotice({ problem }: { problem: PlanProblem }) {
  const t = useTranslations("plans.problems");
  const store = useTranslations("store.problems");
  return (
    <Notice variant={problem === "subscribed" ? "warning" : "error"} role="alert" className="mb-4">
      <CircleAlert aria-hidden />
      <p>
        {t(problem)} {store("notCharged")}
      </p>
    </Notice>
  );
}
