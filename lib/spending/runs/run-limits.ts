/** How long runs may take and hold credits, in seconds. */
export interface RunTimes {
  /** The time limit of the hold: a run whose process died is released when it is over. A living one moves it on. */
  holdSeconds: number;
  /** The time limit of the work itself. */
  workSeconds: number;
}

/** The times of all runs; tests bring shorter ones. */
export const runTimes: RunTimes = { holdSeconds: 15 * 60, workSeconds: 30 * 60 };

/** So many runs of one account may be at work at the same time. */
export const runsAtOnce = 3;

/** Results are kept for a day, and those of an account's ten newest runs at most. */
export const keptHours = 24;
export const keptRuns = 10;
