/** How long runs can take and hold credits, in seconds, and how much room their results have. */
export interface RunLimits {
  /** The time limit of the hold: the hold of a dead process is released then. A running one extends it. */
  holdSeconds: number;
  /** The time limit of the work itself. */
  workSeconds: number;
  /**
   * Once an account's kept results add up to this many bytes, no run starts until the oldest have expired. Nothing
   * is deleted early. Runs that are in progress then can exceed it.
   */
  keptBytes: number;
}

/** The limits of all runs; tests use shorter ones. */
export const runLimits: RunLimits = { holdSeconds: 15 * 60, workSeconds: 30 * 60, keptBytes: 500 * 2 ** 20 };

/** How many runs of one account can be running at the same time. */
export const runsAtOnce = 3;

/** How long results are kept. */
export const keptHours = 24;
