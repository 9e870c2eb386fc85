import * as z from "zod/mini";
import type { Attempt, Choice } from "./attempt.ts";

const Kept = z.object({
  attempt: z.nullable(z.object({ key: z.string(), choice: z.string(), quote: z.nullable(z.string()) })),
  sample: z.nullable(z.string()),
  words: z.nullable(
    z.object({ template: z.string(), headline: z.string(), detail: z.string(), watermark: z.boolean() }),
  ),
  prompt: z.nullable(z.string()),
  units: z.int(),
});

/**
 * What this tab remembers of a tool: neither a visit to the store nor a reload after a lost response loses the input or
 * the key under which the result can still be found. The user's own photo is not kept.
 */
export type KeptChoice = z.infer<typeof Kept>;

/** What was kept for a tool, or null. */
export function readKept(tool: string): KeptChoice | null {
  try {
    return Kept.safeParse(JSON.parse(sessionStorage.getItem(nameOf(tool)) ?? "null")).data ?? null;
  } catch {
    // Storage is switched off in this browser, or holds something else.
    return null;
  }
}

/** Stores a choice and its open attempt for this tab. */
export function keep(tool: string, { photo, ...choice }: Choice, attempt: Attempt | null): void {
  const kept: KeptChoice = { attempt, sample: photo?.kind === "sample" ? photo.name : null, ...choice };
  try {
    sessionStorage.setItem(nameOf(tool), JSON.stringify(kept));
  } catch {
    // Without storage the tool works as well; only a reload loses the input.
  }
}

function nameOf(tool: string) {
  return `tools.${tool}`;
}
