import type { PackEntry } from "./catalogue-file.ts";

/** Pairs of packs with the same credits at the same price: most likely a mistake, so operators are warned. */
export function findTwinPacks(packs: readonly PackEntry[]): [string, string][] {
  return packs.flatMap((one, index) =>
    packs
      .slice(index + 1)
      .filter((other) => isTwin(one, other))
      .map((other): [string, string] => [one.slug, other.slug]),
  );
}

function isTwin(one: PackEntry, other: PackEntry): boolean {
  return one.credits === other.credits && one.amountCents === other.amountCents && one.currency === other.currency;
}
