import { useTranslations } from "next-intl";
import { formatDay } from "#lib/format/dates.ts";
import { useReader } from "../balance/use-reader.ts";
import { Badge } from "../ui/badge.tsx";
import type { ShownBilling } from "./shown-billing.ts";

type ShownPlan = NonNullable<ShownBilling["plan"]>;

/** What a plan does next, in words. */
export function PlanStatus({ plan, now }: { plan: ShownPlan; now: Date }) {
  const t = useTranslations("billing.status");
  const by = useTranslations("billing.plan");
  const reader = useReader();
  const { becomes } = plan;
  const words = wordsOf(plan);
  const date = formatDay(plan.endsAt ?? plan.periodEnd, now, reader);
  const next = becomes === null ? "" : by("name", { plan: becomes.name, by: by(`by.${becomes.interval}`) });
  return (
    <Badge variant={lookOf(plan)} className="whitespace-normal!">
      {t(words, { date, next })}
    </Badge>
  );
}

function wordsOf({ status, becomes, isEnding }: ShownPlan) {
  if (status !== "active" && status !== "trialing") return status;
  if (isEnding) return "ending";
  return becomes === null ? status : "changes";
}

function lookOf({ status, isDue, isEnding }: ShownPlan) {
  if (isDue) return "warning";
  return (status === "active" || status === "trialing") && !isEnding ? "ok" : "neutral";
}
