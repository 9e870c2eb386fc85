import { z } from "zod";

/** A request to a process: run its callers for this long, over these accounts from now on if any are named. */
export const ask = z.object({ callers: z.number(), ms: z.number(), accounts: z.array(z.string()).optional() });
export type Ask = z.infer<typeof ask>;

/** How many spends were done, and the peak resident memory meanwhile, in bytes. */
export const answer = z.object({ done: z.number(), ms: z.number(), resident: z.number() });
export type Answer = z.infer<typeof answer>;
