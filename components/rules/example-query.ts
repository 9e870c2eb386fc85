import { z } from "zod";
import type { ByKind } from "#lib/credits/kinds.ts";
import { officialExample } from "./use-in-order.ts";

/** The most that a field of the example takes. */
export const mostInExample = 1_000_000;

const amount = (least: number, fallback: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,7}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(mostInExample))
    .catch(fallback);

const { had, cost } = officialExample;
const query = z.object({
  subscription: amount(0, had.subscription),
  activity: amount(0, had.activity),
  purchased: amount(0, had.purchased),
  cost: amount(1, cost),
});

/** The example that an address asks for; the official one where it says nothing valid. */
export function parseExample(search: Record<string, string | string[] | undefined>): { had: ByKind; cost: number } {
  const { cost: asked, ...amounts } = query.parse(search);
  return { had: amounts, cost: asked };
}
