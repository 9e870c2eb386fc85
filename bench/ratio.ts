/** Two things measured in turn in one run, and how they compare. */
export interface Ratio {
  what: string;
  above: string;
  below: string;
  ratio: number;
  goal: string;
}

/** The middle one of the measured figures. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("median: nothing was measured");
  return middle;
}

/** A rate of something a second, for the table. */
export function aSecond(rate: number): string {
  return `${Math.round(rate)}/s`;
}

/** A time of one call, for the table. */
export function millis(ms: number): string {
  return `${ms.toFixed(2)} ms`;
}
