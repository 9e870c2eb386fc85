/** A measured figure, the values it was computed from, and its goal; null where it is only reported. */
export interface Figure {
  what: string;
  value: number;
  /** The unit of the value: a ratio, bytes. */
  unit: string;
  /** What was measured, for the reader. */
  of: string;
  goal: Goal | null;
}

/** A threshold in the direction that matters. */
export type Goal = { atLeast: number } | { atMost: number };

/** One value divided by another of the same run. */
export function ratio(
  what: string,
  { above, below, write }: { above: number; below: number; write: (value: number) => string },
  goal: Goal | null,
): Figure {
  return { what, value: above / below, unit: "", of: `${write(above)} ÷ ${write(below)}`, goal };
}

/** Whether a figure reaches its goal. */
export function isMet({ value, goal }: Figure): boolean {
  if (goal === null) return true;
  return "atLeast" in goal ? value >= goal.atLeast : value <= goal.atMost;
}

/** A figure as a line of the table. */
export function tell(figure: Figure, judged: boolean): Record<string, string> {
  const { value, unit, of, goal } = figure;
  const threshold = goal === null ? "reported" : "atLeast" in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`;
  const verdict = goal === null || !judged ? "" : isMet(figure) ? "met" : "MISSED";
  return { figure: `${value >= 100 ? Math.round(value) : value.toFixed(2)}${unit}`, threshold, verdict, of };
}

/** The median of the measured values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("median: nothing was measured");
  return middle;
}

/** A rate per second, for the table. */
export function aSecond(rate: number): string {
  return `${Math.round(rate)}/s`;
}

/** A time of one call, for the table. */
export function millis(ms: number): string {
  return `${ms.toFixed(2)} ms`;
}
