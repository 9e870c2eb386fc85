import { median } from "./figure.ts";

/** Measures two things in turn, once unseen to warm up, and answers the median of each. */
export async function inTurn(
  rounds: number,
  { above, below }: { above: () => Promise<number>; below: () => Promise<number> },
): Promise<{ above: number; below: number }> {
  const seen: { above: number[]; below: number[] } = { above: [], below: [] };
  for (let nth = 0; nth < rounds + 1; nth += 1) {
    seen.above.push(await above());
    seen.below.push(await below());
  }
  return { above: median(seen.above.slice(1)), below: median(seen.below.slice(1)) };
}
