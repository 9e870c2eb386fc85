/** How long runs may take and hold credits, in seconds. */
export interface RunTimes {
  /** The time limit of the hold: the hold of a dead process is released then. A running one extends it. */
  holdSeconds: number;
  /** The time limit of the work itself. */
  workSeconds: number;
}

/** The limits of all runs; tests use shorter ones. */
export const runTimes: RunTimes = { holdSeconds: 15 * 60, workSeconds: 30 * 60 };

/** How many runs of one account can be running at the same time. */
export const runsAtOnce = 3;

/** Results are kept for a day, and those of an account's ten newest runs at most. */
export const keptHours = 24;
export const keptRuns = 10;
