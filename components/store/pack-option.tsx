import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { formatMoney, formatPricePer100 } from "#lib/format/money.ts";
import { Badge } from "../ui/badge.tsx";
import { choiceInputLook, choiceLook } from "./choice-look.ts";
import { type Offer, offerValue } from "./offer.ts";
import { useValidity } from "./use-validity.ts";

/** One pack to choose: a row on phones, a card elsewhere. */
export function PackOption(props: {
  offer: Offer;
  position: number;
  chosen: boolean;
  mark: "covers" | "best" | null;
  imageCost: number | null;
}) {
  const { offer, position, chosen, mark, imageCost } = props;
  const t = useTranslations("store");
  const locale = useLocale();
  const validity = useValidity(offer);
  const price = formatMoney({ amount: offer.amountCents, currency: offer.currency }, locale);
  const per100 = t("per100", {
    price: formatPricePer100({ ...offer, amount: offer.amountCents }, locale),
  });
  const images = imageCost === null ? 0 : Math.floor(offer.credits / imageCost);
  return (
    <label data-choice className={choiceLook}>
      <input
        type="radio"
        name="offer"
        value={offerValue(offer)}
        defaultChecked={chosen}
        data-offer={position}
        required
        className={choiceInputLook}
      />
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-start justify-between gap-x-2 gap-y-1">
          <span>
            <span className="font-bold text-lg sm:text-[1.625rem] sm:leading-8 sm:tracking-[-0.02em]">
              {formatCredits(offer.credits, locale)}
            </span>{" "}
            <span className="text-ink-2 text-sm sm:mt-0.5 sm:block">{t("credits", { credits: offer.credits })}</span>
          </span>
          {mark ? <Badge>{t(mark)}</Badge> : null}
        </span>
        {images > 0 ? <span className="block text-ink-2 text-sm">{t("roughly", { count: images })}</span> : null}
        <span className="block text-ink-2 text-sm sm:hidden">
          {per100} · {validity}
        </span>
      </span>
      <span className="font-bold text-lg sm:mt-4">{price}</span>
      <span className="hidden text-ink-2 text-sm sm:block">{per100}</span>
      <span className="mt-4 hidden text-ink-2 text-sm sm:block">{validity}</span>
      <span className="hidden text-ink-2 text-sm sm:block">{t("withoutPlan")}</span>
    </label>
  );
}
