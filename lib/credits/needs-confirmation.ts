import type { Kind } from "./kinds.ts";
import { takesMoreThanShown } from "./takes-more-than-shown.ts";

/** When a person wants to be asked before a use, set in Profile. */
export interface ConfirmationRules {
  /** A use that costs more is confirmed, in whole credits. */
  above: number;
  /** Purchased credits are always confirmed. */
  purchased: boolean;
}

interface Use {
  cost: number;
  uses: readonly { kind: Kind; amount: number }[];
}

/**
 * Whether a use is to be confirmed although its button showed cost and credits: it costs more than the person's limit, takes
 * purchased credits, is not covered, or is not what was shown.
 */
export function needsConfirmation(
  quote: Use & { sufficient: boolean },
  { shown, rules }: { shown: Use; rules: ConfirmationRules },
): boolean {
  return (
    !quote.sufficient ||
    quote.cost > rules.above ||
    quote.cost !== shown.cost ||
    (rules.purchased && quote.uses.some(({ kind }) => kind === "purchased")) ||
    takesMoreThanShown(shown.uses, quote.uses)
  );
}
