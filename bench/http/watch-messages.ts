import { z } from "zod";

/**
 * The bench's requests to a process of the app: its memory and processor time, after collecting garbage if asked; or the
 * longest time that its event loop was blocked between two requests.
 */
export const watchAsk = z.object({ bench: z.enum(["memory", "collect", "begin", "end"]) });
export type WatchAsk = z.infer<typeof watchAsk>;

/** Bytes and milliseconds; `cpu` is all processor time that the process has taken. */
export const watchAnswer = z.object({ resident: z.number(), heap: z.number(), cpu: z.number(), stall: z.number() });
export type WatchAnswer = z.infer<typeof watchAnswer>;
