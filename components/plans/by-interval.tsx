import type { ReactNode } from "react";
import { type Interval, offersOf, type PlanOffer, type ShownPlan } from "./plan-offer.ts";

// CSS and not a script, so that the switch works without JavaScript as well. Full class names, so that Tailwind finds them.
const shownWhile: Record<Interval, string> = {
  month: "contents group-has-[[data-interval='year']:checked]/plans:hidden",
  year: "hidden group-has-[[data-interval='year']:checked]/plans:contents",
};

interface ByIntervalProps {
  plan: ShownPlan;
  /** The element around each: a `div` for what does not belong in a sentence. */
  as: "div" | "span";
  children: (offer: PlanOffer) => ReactNode;
}

/** Renders a plan's price by the month and by the year; the switch of the group `plans` shows one of them. */
export function ByInterval({ plan, as: Around, children }: ByIntervalProps) {
  const offers = offersOf(plan);
  return offers.map((offer) => (
    <Around key={offer.interval} className={offers.length === 1 ? "contents" : shownWhile[offer.interval]}>
      {children(offer)}
    </Around>
  ));
}
