import type { ReturnedCredits } from "#lib/credits/returned-credits.ts";
import { formatCredits } from "./credits.ts";

/** Says one of the texts of the namespace `returned`. */
export type SayReturned = (
  key: "part" | "all" | "used" | "none" | "givenBack" | "waiting" | "toRepay" | "repaid" | "forgiven",
  values: { [name: string]: string | number },
) => string;

/** What was taken back, and what had been used: "60 of 100 credits taken back, 40 were already used". */
export function sayTaken(
  { granted, taken, used }: Pick<ReturnedCredits, "granted" | "taken" | "used">,
  say: SayReturned,
  locale: string,
): string {
  const key = taken === 0 ? (used === 0 ? "none" : "used") : used === 0 ? "all" : "part";
  const words = (credits: number) => formatCredits(credits, locale);
  return say(key, { granted: words(granted), taken: words(taken), used: words(used), count: used });
}

/** What became of the credits of a returned payment, with what is to repay: "… already used · 40 to repay". */
export function sayReturned(credits: ReturnedCredits, say: SayReturned, locale: string): string {
  const { target, owed } = credits;
  const first = target === 0 ? say("givenBack", {}) : sayTaken(credits, say, locale);
  const more = (["waiting", "toRepay", "repaid", "forgiven"] as const).flatMap((key) => {
    const count = key === "toRepay" ? owed : credits[key];
    return count === 0 ? [] : [say(key, { amount: formatCredits(count, locale), count })];
  });
  return [first, ...more].join(" · ");
}
