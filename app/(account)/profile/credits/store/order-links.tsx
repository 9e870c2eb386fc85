import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { AccountField } from "#components/balance/account-field.tsx";
import type { FormAction } from "#components/sign-in/sign-in-card.tsx";
import { Button } from "#components/ui/button.tsx";
import { buttonVariants } from "#components/ui/button-variants.ts";
import type { PlaceToReturn } from "#lib/billing/orders/place-to-return.ts";

/** Keeps the place to return to in the store's address, for a user who starts again. */
export function returnQuery(place: PlaceToReturn | null): Record<string, string> {
  if (place === null) return {};
  return place.type === "tool" ? { feature: place.tool } : { return: place.address };
}

/** Leads back to the tool or the app that the user came to the store from. */
export async function GoOnLink({ place }: { place: PlaceToReturn }) {
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

/** Leads to the payment page of an order, while it has one. */
export function ContinueLink(props: { url: string | null; label: string; variant: "primary" | "link" }) {
  const { url, label, variant } = props;
  if (url === null) return null;
  return (
    <a href={url} className={buttonVariants({ variant })}>
      {label}
    </a>
  );
}

/** Cancels an order that is not paid yet, of a pack or a plan. */
export async function CancelOrder({ id, action }: { id: string; action: FormAction }) {
  const t = await getTranslations("order");
  return (
    <form action={action}>
      <AccountField />
      <input type="hidden" name="order" value={id} />
      <Button type="submit" variant="ghost">
        {t("cancel")}
      </Button>
    </form>
  );
}
