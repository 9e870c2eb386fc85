import type { Kind } from "./kinds.ts";

/** How many whole credits of one kind. */
interface KindAmount {
  kind: Kind;
  amount: number;
}

/**
 * Whether a use takes more than the user was shown: credits of another kind, or more purchased credits. Then the user must
 * confirm again before anything is taken.
 */
export function takesMoreThanShown(shown: readonly KindAmount[], taken: readonly KindAmount[]): boolean {
  const agreed = new Map(shown.map(({ kind, amount }) => [kind, amount]));
  return taken.some(
    ({ kind, amount }) => !agreed.has(kind) || (kind === "purchased" && amount > (agreed.get(kind) ?? 0)),
  );
}
