import type { PackEntry } from "./catalogue-file.ts";

/** Packs that give the same credits for the same price, in pairs: a slip most likely, so operators are warned. */
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
