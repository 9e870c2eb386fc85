import { z } from "zod";

/**
 * What the bench asks a process of the app: its memory once its garbage is collected, or the longest time that its event
 * loop stood still between two questions.
 */
export const watchAsk = z.object({ bench: z.enum(["memory", "begin", "end"]) });
export type WatchAsk = z.infer<typeof watchAsk>;

/** Bytes, before and behind collecting garbage, and milliseconds. */
export const watchAnswer = z.object({
  uncollected: z.number(),
  resident: z.number(),
  heap: z.number(),
  stall: z.number(),
});
export type WatchAnswer = z.infer<typeof watchAnswer>;
