import { median } from "./figure.ts";

/** Measures two things in turn, after one unmeasured warm-up, and returns the median of each. */
export async function inTurn(
  rounds: number,
  { above, below }: { above: () => Promise<number>; below: () => Promise<number> },
): Promise<{ above: number; below: number }> {
  const [one = Number.NaN, other = Number.NaN] = await allInTurn(rounds, [above, below]);
  return { above: one, below: other };
}

/** Measures things in turn, after one unmeasured warm-up, and returns the median of each, in their order. */
export async function allInTurn(rounds: number, things: readonly (() => Promise<number>)[]): Promise<number[]> {
  const seen: number[][] = things.map(() => []);
  for (let nth = 0; nth < rounds + 1; nth += 1) {
    for (const [place, measure] of things.entries()) seen[place]?.push(await measure());
  }
  return seen.map((values) => median(values.slice(1)));
}
