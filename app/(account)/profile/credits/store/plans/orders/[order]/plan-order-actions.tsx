import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { OrderView } from "#components/store/order-view.ts";
import { buttonVariants } from "#components/ui/button-variants.ts";
import { placeToReturn } from "#lib/billing/orders/place-to-return.ts";
import type { PlanOrder } from "#lib/billing/plans/plan-orders.ts";
import { CancelOrder, ContinueLink, GoOnLink, returnQuery } from "../../../order-links.tsx";
import { cancelPlan } from "../../actions.ts";

/** What the user can do about the order of a plan: continue, pay it, cancel it, or choose again. */
export async function PlanOrderActions({ view, order }: { view: OrderView; order: PlanOrder }) {
  const [t, plan, place] = await Promise.all([
    getTranslations("order"),
    getTranslations("planOrder"),
    placeToReturn(order),
  ]);
  const query = new URLSearchParams({
    plan: order.price.plan,
    interval: order.price.interval,
    ...returnQuery(place),
  });
  const again = (
    <Link
      href={`/profile/credits/store/plans?${query}`}
      className={buttonVariants({ variant: view === "unpaid" ? "outline" : "primary" })}
    >
      {plan("chooseAgain")}
    </Link>
  );
  switch (view) {
    case "added":
    case "already-added":
    case "pending":
      return (
        <>
          {place ? <GoOnLink place={place} /> : null}
          <Link href="/profile/credits" className={buttonVariants({ variant: place ? "outline" : "primary" })}>
            {t("toCredits")}
          </Link>
        </>
      );
    case "confirming":
      return <ContinueLink url={order.checkoutUrl} label={t("notPaidYet")} variant="link" />;
    case "unpaid":
      return (
        <>
          <ContinueLink url={order.checkoutUrl} label={t("continue")} variant="primary" />
          {again}
          <CancelOrder id={order.id} action={cancelPlan} />
        </>
      );
    case "failed":
    case "cancelled":
    case "expired":
      return again;
  }
}
