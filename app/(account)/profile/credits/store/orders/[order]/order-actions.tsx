import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { AccountField } from "#components/balance/account-field.tsx";
import type { OrderView } from "#components/store/order-view.ts";
import { Button } from "#components/ui/button.tsx";
import { buttonVariants } from "#components/ui/button-variants.ts";
import type { Order } from "#lib/billing/orders/orders.ts";
import { type PlaceToReturn, placeToReturn } from "#lib/billing/orders/place-to-return.ts";
import { cancel } from "../../actions.ts";

/** What the user can do about an order: continue, pay it, cancel it, or start again. */
export async function OrderActions({ view, order }: { view: OrderView; order: Order }) {
  const t = await getTranslations("order");
  const place = await placeToReturn(order);
  const credits = (
    <Link href="/profile/credits" className={buttonVariants({ variant: place ? "outline" : "primary" })}>
      {t("toCredits")}
    </Link>
  );
  const again = (
    <Link
      href={`/profile/credits/store?${new URLSearchParams({ pack: order.pack, ...queryOf(place) })}`}
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
          {place ? <GoOn place={place} /> : null}
          {credits}
        </>
      );
    case "pending":
      return (
        <>
          {place?.type === "app" ? <GoOn place={place} /> : null}
          {credits}
        </>
      );
    case "confirming":
      return <Continue order={order} label={t("notPaidYet")} variant="link" />;
    case "unpaid":
      return (
        <>
          <Continue order={order} label={t("continue")} variant="primary" />
          {again}
          <form action={cancel}>
            <AccountField />
            <input type="hidden" name="order" value={order.id} />
            <Button type="submit" variant="ghost">
              {t("cancel")}
            </Button>
          </form>
        </>
      );
    case "failed":
    case "cancelled":
    case "expired":
      return again;
  }
}

/** Keeps the place to return to in the store's address, for a user who starts again. */
function queryOf(place: PlaceToReturn | null): Record<string, string> {
  if (place === null) return {};
  return place.type === "tool" ? { feature: place.tool } : { return: place.address };
}

async function GoOn({ place }: { place: PlaceToReturn }) {
  const t = await getTranslations();
  return place.type === "tool" ? (
    <Link href={place.path} className={buttonVariants()}>
      {t("order.backToTask")}
    </Link>
  ) : (
    <a href={place.address} data-leads-back className={buttonVariants()}>
      {t("shell.returnLink.back", { platform: place.platform })}
    </a>
  );
}

function Continue({ order, label, variant }: { order: Order; label: string; variant: "primary" | "link" }) {
  if (order.checkoutUrl === null) return null;
  return (
    <a href={order.checkoutUrl} className={buttonVariants({ variant })}>
      {label}
    </a>
  );
}
