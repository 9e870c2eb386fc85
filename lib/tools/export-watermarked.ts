import "server-only";
import type { RunFile } from "../spending/runs/work-on-run.ts";
import { makeResult } from "./make-result.ts";
import { readToolInput } from "./read-tool-input.ts";

/** The design with the watermark, or which part of the input is invalid. */
export type Watermarked = ({ status: "made" } & RunFile) | { status: "refused"; path: string; message: string };

/** Exports a template with the watermark, which is free. `message` is a run's reason when the photo is invalid. */
export async function exportWatermarked(said: Record<string, unknown>, photo: Buffer | null): Promise<Watermarked> {
  const reading = await readToolInput("template-export", said, photo);
  if (reading.status === "refused") return reading;
  const { input } = reading;
  if (input.tool !== "template-export") throw new Error(`exportWatermarked: the input of ${input.tool} was read`);
  const watched = { report: () => undefined, signal: new AbortController().signal };
  const making = await makeResult({ ...input, watermark: true }, 1, watched);
  if (making.status === "not-made") return { status: "refused", path: "file", message: making.reason };
  const [file] = making.files;
  if (file === undefined) throw new Error("exportWatermarked: the tool made no file");
  return { status: "made", ...file };
}
