import { kindLook } from "#components/balance/kind-look.ts";
import { kinds } from "#lib/credits/kinds.ts";
import type { Group } from "./usage-query.ts";

/** Use of one part of the shown days. */
export interface Part {
  from: string;
  to: string;
  start: Date;
  end: Date;
  used: number;
  by: ReadonlyMap<string, number>;
}

/** One colour of the bars. */
export interface Series {
  /** A feature's slug, a kind or a platform; null for all that have no colour of their own. */
  name: string | null;
  colour: string;
  used: number;
  usedIn: (part: Part) => number;
}

/** Colours of features and platforms; `globals.css` has them in both themes. */
const colours = ["bg-series-1", "bg-series-2", "bg-series-3", "bg-series-4", "bg-series-5"];
const restColour = "bg-series-rest";

/** The series of some parts: kinds in the order of use, others by how much they used, with a rest beyond five. */
export function seriesOf(parts: readonly Part[], group: Group): Series[] {
  const names = namesOf(parts, group);
  const own = names.slice(0, colours.length).map((name, index): Series => {
    const colour = kinds.find((kind) => kind === name);
    return seriesFor(parts, {
      name,
      colour: colour === undefined ? (colours[index] ?? restColour) : kindLook[colour].bar,
      usedIn: (part) => part.by.get(name) ?? 0,
    });
  });
  const rest = names.slice(colours.length);
  if (rest.length === 0) return own;
  const usedIn = (part: Part) => rest.reduce((sum, name) => sum + (part.by.get(name) ?? 0), 0);
  return [...own, seriesFor(parts, { name: null, colour: restColour, usedIn })];
}

function namesOf(parts: readonly Part[], group: Group): string[] {
  const totals = new Map<string, number>();
  for (const { by } of parts) for (const [name, used] of by) totals.set(name, (totals.get(name) ?? 0) + used);
  if (group === "kind") return kinds.filter((kind) => totals.has(kind));
  return [...totals].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
}

function seriesFor(parts: readonly Part[], series: Omit<Series, "used">): Series {
  return { ...series, used: parts.reduce((sum, part) => sum + series.usedIn(part), 0) };
}

/** A round number that is at least as high as every bar, and whose half is whole. */
export function topOf(parts: readonly Part[]): number {
  const highest = Math.max(1, ...parts.map(({ used }) => used));
  const power = 10 ** Math.floor(Math.log10(highest));
  const steps = power === 1 ? [2, 4, 6, 8] : [1, 2, 3, 4, 5, 6, 8];
  return (steps.find((step) => step * power >= highest) ?? 10) * power;
}
