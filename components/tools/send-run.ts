import * as z from "zod/mini";
import { kinds } from "#lib/credits/kinds.ts";

const Receipt = z.object({
  version: z.int(),
  used: z.int(),
  balanceAfter: z.int(),
  uses: z.array(z.object({ kind: z.enum(kinds), amount: z.int() })),
  replayed: z.boolean(),
});

const reasons = [
  "empty",
  "too-heavy",
  "not-a-photo",
  "too-many-pixels",
  "too-small",
  "damaged",
  "no-subject",
  "unknown-template",
  "busy",
] as const;

const Refused = z.union([
  z.object({ status: z.enum(["signed-out", "not-found", "foreign", "too-large"]) }),
  z.object({ status: z.literal("limited"), retryAfterSeconds: z.int() }),
  z.object({ status: z.literal("refused"), field: z.string() }),
  z.object({ status: z.literal("not-made"), reason: z.enum(reasons) }),
  z.object({ status: z.literal("not-spent"), refusal: z.object({ slug: z.string() }) }),
]);

/** Which credits a run used, and the line of the history that says so. */
type Receipt = z.infer<typeof Receipt>;

/**
 * Why there is no file. `unknown`: the answer was lost, and the same attempt finds out whether credits were used;
 * `lost`: the same of a run that costs nothing.
 */
export type RunFailure = z.infer<typeof Refused> | { status: "unknown" } | { status: "lost" };

/** A file in this browser; nothing of it is kept on the server. */
export interface MadeFile {
  url: string;
  name: string;
  type: string;
  size: string;
  receipt: Receipt | null;
}

/** Sends an attempt to its tool and waits for the file. */
export async function sendRun(
  tool: string,
  attempt: FormData,
): Promise<{ status: "made"; file: MadeFile } | RunFailure> {
  try {
    const answer = await fetch(`/tools/${tool}/result`, { method: "POST", body: attempt });
    if (!answer.ok) return Refused.parse(await answer.json());
    const receipt = answer.headers.get("Purse-Receipt");
    const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? "result";
    const blob = await answer.blob();
    const file = {
      url: URL.createObjectURL(blob),
      name,
      type: blob.type,
      size: (answer.headers.get("Purse-Size") ?? "").replace("x", " × "),
      receipt: receipt ? Receipt.parse(JSON.parse(receipt)) : null,
    };
    return { status: "made", file };
  } catch {
    return { status: "unknown" };
  }
}
