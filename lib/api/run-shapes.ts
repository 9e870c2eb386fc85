import { z } from "zod";
import "zod-openapi";
import { credits, holdShape, instant, kind } from "./shapes.ts";

/** A file that a run made. */
const runFileShape = z
  .strictObject({
    url: z.url(),
    type: z.string().meta({ description: "The media type of the file." }),
    name: z.string(),
    width: z.int().positive().optional().meta({ description: "In pixels." }),
    height: z.int().positive().optional(),
    expiresAt: instant.optional().meta({ description: "The instant until which the file is kept, exclusive." }),
  })
  .meta({ id: "RunFile" });

const receipt = z
  .strictObject({
    version: z.int().positive().meta({ description: "The transaction that used the credits." }),
    used: credits,
    held: credits,
    balanceAfter: credits,
    uses: z.array(z.strictObject({ kind, amount: credits })),
  })
  .meta({ description: "The credits that the run used." });

/** A run of a tool for an account. */
export const runShape = z
  .strictObject({
    id: z.uuid(),
    feature: z.string(),
    units: z.int().positive(),
    status: z.enum(["running", "done", "failed", "cancelled"]),
    hold: holdShape,
    createdAt: instant,
    progress: z.int().min(0).max(100).optional().meta({ description: "Percentage of the work that is done." }),
    cost: z.int().positive().optional().meta({ description: "Whole credits that the run used, once it is done." }),
    result: runFileShape.optional().meta({ description: "The first file that the run made, while it is kept." }),
    results: z.array(runFileShape).optional().meta({ description: "All files that the run made." }),
    error: z.string().optional().meta({ description: "Why the run failed, as a code; nothing was charged." }),
    receipt: receipt.optional(),
  })
  .meta({ id: "Run" });
const { id, status } = holdShape.shape;
const runInShort = runShape
  .extend({
    hold: z.strictObject({ id, status }),
    receipt: receipt.pick({ version: true, used: true }).optional(),
  })
  .meta({ id: "RunInShort" });

/** A run as far as it is visible to the caller's platform. */
export const anyRunShape = z.union([runShape, runInShort]);
