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

/** Work at instants that the data defines; it sets its own timers. */
export interface InstantJob extends About {
  trigger: "instants";
  processes: "all";
  /** Starts it and returns a function that stops it. */
  start: () => () => void;
}

/** Something that the app does automatically. */
export type Job = IntervalJob | ScheduledJob | InstantJob;
