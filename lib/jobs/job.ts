interface About {
  /** The name in the log, and in pg-boss for scheduled jobs. */
  name: string;
  does: string;
}

/** A loop of each process: it runs again after a pause, whether it succeeded or failed. */
export interface IntervalJob extends About {
  trigger: { everyMs: number };
  processes: "all";
  run: () => Promise<unknown>;
}

/** Work at fixed times, five fields in UTC; one process of the app does it. */
export interface ScheduledJob extends About {
  trigger: { cron: string };
  processes: "one";
  run: () => Promise<unknown>;
}

/**
 * A loop of each process that sets its own pace: at instants that the data defines, or as long as a connection lasts,
 * which it opens again when it is lost.
 */
export interface ContinuousJob extends About {
  trigger: "instants" | "connection";
  processes: "all";
  /** Starts it and returns a function that stops it. */
  start: () => () => void | Promise<void>;
}

/** Something that the app does automatically. */
export type Job = IntervalJob | ScheduledJob | ContinuousJob;
