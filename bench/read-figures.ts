/** A figure as a run of the bench has printed it, of this commit or another. */
export interface PrintedFigure {
  what: string;
  value: number;
  unit: string;
  of: string;
}

const printed = /^ {2}(\S.*)\n {4}(-?[\d.]+)( [A-Za-z]+)? \([^)]*\).*\n {4}(\S.*)$/gm;

/** Reads the figures in what a run has printed. */
export function readFigures(output: string): PrintedFigure[] {
  return [...output.matchAll(printed)].map(([, what = "", value, unit = "", of = ""]) => {
    return { what, value: Number(value), unit, of };
  });
}
