import * as z from "zod/mini";
import { kinds } from "#lib/credits/kinds.ts";

const RunFile = z.object({
  url: z.string(),
  type: z.string(),
  name: z.string(),
  width: z.optional(z.int()),
  height: z.optional(z.int()),
});

const Receipt = z.object({
  version: z.int(),
  used: z.int(),
  held: z.int(),
  balanceAfter: z.int(),
  uses: z.array(z.object({ kind: z.enum(kinds), amount: z.int() })),
});

/** A run in a response of the server. */
export const RunView = z.object({
  id: z.string(),
  status: z.enum(["running", "done", "failed", "cancelled"]),
  hold: z.object({ amount: z.int() }),
  progress: z.optional(z.int()),
  results: z.optional(z.array(RunFile)),
  error: z.optional(z.string()),
  receipt: z.optional(Receipt),
});

/** A run as its page shows it. Amounts are whole credits, progress is per cent. */
export type RunView = z.infer<typeof RunView>;

/** A file that a tool made: `url` is the server's for a run, this browser's for a free export. */
export type MadeFile = z.infer<typeof RunFile>;

/** Which credits a run used, and the line of the history that says so. */
export type RunReceipt = z.infer<typeof Receipt>;
