import { z } from "zod";

/** What a process is asked: to run its callers for so long, over these accounts from now on where they are named. */
export const ask = z.object({ callers: z.number(), ms: z.number(), accounts: z.array(z.string()).optional() });
export type Ask = z.infer<typeof ask>;

/** How many spends were answered, and the most memory that was resident meanwhile, in bytes. */
export const answer = z.object({ done: z.number(), ms: z.number(), resident: z.number() });
export type Answer = z.infer<typeof answer>;
