import { CircleCheck, ExternalLink, TriangleAlert } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { PastDue } from "#components/plans/past-due.tsx";
import { bdi } from "#components/ui/bdi.tsx";
import { buttonVariants } from "#components/ui/button-variants.ts";
import { Notice } from "#components/ui/notice.tsx";
import { isPastDue } from "#lib/billing/plans/find-payment-page.ts";
import { FollowBalance } from "./follow-balance.tsx";
import { readShownBalance } from "./shown-balance.ts";
import { readShownPlan } from "./shown-plan.ts";

/**
 * Says on top of a page that a payment of the plan is past due, and that it was made once it is. `follow` is for a page that
 * is not read again by itself when the balance changes.
 */
export async function PlanBanner({ account, follow = false }: { account: string; follow?: boolean }) {
  const [t, plan] = await Promise.all([getTranslations("plans.pastDue"), readShownPlan(account)]);
  const due = plan !== null && isPastDue(plan);
  const balance = due && follow ? await readShownBalance(account) : null;
  return (
    <>
      {/* Paying brings credits: then the page is read again, and says so. */}
      {balance ? <FollowBalance version={balance.version} available={balance.available} /> : null}
      <PastDue
        due={due}
        notice={
          <Notice variant="warning" className="mb-4">
            <TriangleAlert aria-hidden />
            <div className="flex grow flex-wrap items-center justify-between gap-x-4 gap-y-3">
              <div>
                <h2 className="font-semibold">{t.rich("title", { plan: plan?.price?.name ?? "", bdi })}</h2>
                <p className="mt-0.5 text-ink-2">{t("text")}</p>
              </div>
              <a
                href="/profile/credits/store/plans/invoice"
                target="_blank"
                className={buttonVariants()}
                rel="noopener"
              >
                {t("pay")}
                <ExternalLink aria-hidden />
                <span className="sr-only">{t("newTab")}</span>
              </a>
            </div>
          </Notice>
        }
        paid={
          <Notice variant="ok" role="status" className="mb-4">
            <CircleCheck aria-hidden />
            <p>{t("paid")}</p>
          </Notice>
        }
      />
    </>
  );
}
