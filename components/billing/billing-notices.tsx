import { CircleAlert, CircleCheck, ExternalLink, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { buttonVariants } from "../ui/button-variants.ts";
import { Notice } from "../ui/notice.tsx";

/** What was done, as the URL names it. */
export const billingDone = ["changed", "scheduled", "kept", "resumed", "cancel", "payment-method"] as const;

/** Why nothing was done, as the URL names it. */
export const billingProblems = [
  "invalid",
  "not-found",
  "no-such-plan",
  "not-at-stripe",
  "ending",
  "payment-due",
  "declined",
  "buying-frozen",
  "in-progress",
  "preview-changed",
  "nothing-to-change",
  "no-receipt",
  "unavailable",
] as const;

export type BillingDone = (typeof billingDone)[number];
export type BillingProblem = (typeof billingProblems)[number];

/** What was done on this page or at Stripe. */
export function DoneNotice({ done }: { done: BillingDone }) {
  const t = useTranslations("billing.done");
  return (
    <Notice variant="ok" role="status">
      <CircleCheck aria-hidden />
      <p>{t(done)}</p>
    </Notice>
  );
}

/** Why nothing was done, and what to do. */
export function BillingProblemNotice({ problem }: { problem: BillingProblem }) {
  const t = useTranslations("billing.problems");
  return (
    <Notice variant="error" role="alert">
      <CircleAlert aria-hidden />
      <p>{t(problem)}</p>
    </Notice>
  );
}

/** Says what waits for a payment, with the link to pay it. `payUrl` is a page at Stripe. */
export function PayNotice(props: { children: ReactNode; payUrl: string | null; label: string; more?: ReactNode }) {
  const t = useTranslations("billing.pastDue");
  const { children, payUrl, label, more } = props;
  return (
    <Notice variant="warning">
      <TriangleAlert aria-hidden />
      <div className="flex grow flex-wrap items-center justify-between gap-x-4 gap-y-3">
        <p className="max-w-prose">{children}</p>
        <div className="flex flex-wrap items-center gap-2">
          {payUrl === null ? null : (
            <a href={payUrl} target="_blank" rel="noopener" className={buttonVariants()}>
              {label}
              <ExternalLink aria-hidden />
              <span className="sr-only">{t("newTab")}</span>
            </a>
          )}
          {more}
        </div>
      </div>
    </Notice>
  );
}
