import type { Kind } from "./kinds.ts";

/** How many whole credits of one kind. */
interface KindAmount {
  kind: Kind;
  amount: number;
}

/**
 * Whether a use takes what its person was not shown: credits of a kind that was not there, or more purchased ones. Then
 * they are asked again before anything is taken.
 */
export function takesMoreThanShown(shown: readonly KindAmount[], taken: readonly KindAmount[]): boolean {
  const agreed = new Map(shown.map(({ kind, amount }) => [kind, amount]));
  return taken.some(
    ({ kind, amount }) => !agreed.has(kind) || (kind === "purchased" && amount > (agreed.get(kind) ?? 0)),
  );
}
