import { CircleAlert, Sparkle } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatCredits } from "#lib/format/credits.ts";
import { bdi } from "../ui/bdi.tsx";
import { Notice } from "../ui/notice.tsx";

/** Why no order was placed, as the URL names it. */
export const storeProblems = [
  "invalid",
  "no-such-pack",
  "price-changed",
  "rate-limited",
  "too-many-open",
  "buying-frozen",
  "unavailable",
] as const;

export type StoreProblem = (typeof storeProblems)[number];

/** What went wrong with the last attempt, and what to do. Nothing was charged in any of these cases. */
export function ProblemNotice({ problem }: { problem: StoreProblem }) {
  const t = useTranslations("store.problems");
  return (
    <Notice variant="error" role="alert" className="mb-4">
      <CircleAlert aria-hidden />
      <p>
        {t(problem)} {t("notCharged")}
      </p>
    </Notice>
  );
}

/** How many credits a task still needs, when the user comes from one, and what a purchase repays first. */
export function ShortfallNotice(props: {
  shortfall: number;
  debt: number;
  feature: string | null;
  covered: boolean;
  back: boolean;
}) {
  const { shortfall, debt, feature, covered, back } = props;
  const t = useTranslations("store");
  const locale = useLocale();
  const amount = formatCredits(shortfall, locale);
  const strong = (chunks: ReactNode) => <strong className="font-bold">{chunks}</strong>;
  return (
    <Notice className="mb-4">
      <Sparkle aria-hidden />
      <p>
        {feature
          ? t.rich("needFor", { amount, shortfall, feature, strong, bdi })
          : t.rich("need", { amount, shortfall, strong })}{" "}
        {debt > 0 ? t("repaysFirst", { amount: formatCredits(debt, locale) }) : null}{" "}
        {covered ? t("covered") : t("notCovered")} {back ? t("goBack") : null}
      </p>
    </Notice>
  );
}
