import { useTranslations } from "next-intl";
import type { Offer } from "./offer.ts";

/** How long a pack's credits can be used, as text. */
export function useValidity({ validDays }: Pick<Offer, "validDays">): string {
  const t = useTranslations("store");
  return validDays === null ? t("neverExpires") : t("validDays", { days: validDays });
}
