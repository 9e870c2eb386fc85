import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { OrderView, ReturnView } from "#components/store/order-view.ts";
import { buttonVariants } from "#components/ui/button-variants.ts";
import type { Order } from "#lib/billing/orders/orders.ts";
import { placeToReturn } from "#lib/billing/orders/place-to-return.ts";
import { cancel } from "../../actions.ts";
import { CancelOrder, ContinueLink, GoOnLink, returnQuery } from "../../order-links.tsx";

/** What the user can do about an order: continue, pay it, cancel it, or start again. */
export async function OrderActions({ view, order }: { view: OrderView | ReturnView; order: Order }) {
  const t = await getTranslations("order");
  const place = await placeToReturn(order);
  const credits = (
    <Link href="/profile/credits" className={buttonVariants({ variant: place ? "outline" : "primary" })}>
      {t("toCredits")}
    </Link>
  );
  const again = (
    <Link
      href={`/profile/credits/store?${new URLSearchParams({ pack: order.pack, ...returnQuery(place) })}`}
      className={buttonVariants({ variant: view === "unpaid" || view === "confirming" ? "outline" : "primary" })}
    >
      {t(view === "added" || view === "already-added" ? "buyMore" : "chooseAgain")}
    </Link>
  );
  switch (view) {
    case "added":
    case "already-added":
      return (
        <>
          {place ? <GoOnLink place={place} /> : null}
          {credits}
        </>
      );
    case "pending":
      return (
        <>
          {place?.type === "app" ? <GoOnLink place={place} /> : null}
          {credits}
        </>
      );
    case "confirming":
      return <ContinueLink url={order.checkoutUrl} label={t("notPaidYet")} variant="link" />;
    case "unpaid":
      return (
        <>
          <ContinueLink url={order.checkoutUrl} label={t("continue")} variant="primary" />
          {again}
          <CancelOrder id={order.id} action={cancel} />
        </>
      );
    case "refunded":
    case "disputed":
    case "under-review":
      return credits;
    case "failed":
    case "cancelled":
    case "expired":
      return again;
  }
}
