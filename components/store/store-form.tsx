import { useTranslations } from "next-intl";
import { AccountField } from "../balance/account-field.tsx";
import { bestPriced, type Offer } from "./offer.ts";
import { PackOption } from "./pack-option.tsx";
import { ReturnField } from "./return-field.tsx";
import { mostOffers } from "./shown-when-chosen.ts";
import { StoreSummary } from "./store-summary.tsx";

interface StoreFormProps {
  offers: readonly Offer[];
  /** The pack that is chosen at first. */
  chosen: string | undefined;
  /** The smallest pack that covers a task, when one is waiting. */
  covers: string | undefined;
  /** Created with the page: however often this form is sent, it places one order. */
  orderKey: string;
  /** The feature that the user came from, to go back to. */
  feature: string | undefined;
  /** What an image costs now, in whole credits; null when the catalogue has none. */
  imageCost: number | null;
  buy: (form: FormData) => Promise<void>;
}

/** The packs, and the order form around them. */
export function StoreForm({ chosen, covers, orderKey, feature, imageCost, buy, ...props }: StoreFormProps) {
  const t = useTranslations("store");
  const offers = props.offers.slice(0, mostOffers);
  const best = bestPriced(offers);
  const mark = (slug: string) => (slug === covers ? "covers" : slug === best?.slug ? "best" : null);
  return (
    <form action={buy} className="group/store">
      <input type="hidden" name="key" value={orderKey} />
      {feature ? <input type="hidden" name="feature" value={feature} /> : null}
      <AccountField />
      <ReturnField />
      <fieldset className="grid gap-2 sm:grid-cols-2 sm:gap-4 lg:grid-cols-[repeat(auto-fit,minmax(12rem,1fr))]">
        <legend className="sr-only">{t("choose")}</legend>
        {offers.map((offer, position) => (
          <PackOption
            key={offer.slug}
            offer={offer}
            position={position}
            chosen={offer.slug === chosen}
            mark={mark(offer.slug)}
            imageCost={imageCost}
          />
        ))}
      </fieldset>
      <StoreSummary offers={offers} />
    </form>
  );
}
