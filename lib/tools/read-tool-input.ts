import { z } from "zod";
import { plainText } from "#lib/plain-text.ts";
import type { NoResult } from "../spending/runs/no-result.ts";
import { checkPhoto } from "./read-photo.ts";
import { checkClip } from "./remove-background.ts";
import { readSample, readSampleClip, sampleNames } from "./samples.ts";
import { templateSlugs } from "./templates.ts";
import type { ToolOn, ToolSlug } from "./tool.ts";

/** The input of a tool. */
export type ToolInput =
  | { tool: ToolOn<"prompt">; prompt: string }
  | { tool: ToolOn<"photo">; photo: Buffer }
  | { tool: ToolOn<"clip">; clip: Buffer }
  | {
      tool: ToolOn<"template">;
      template: string;
      headline: string;
      detail: string;
      photo: Buffer | null;
      watermark: boolean;
    };

/** The input of a tool, or the first invalid field and why. */
export type InputReading = { status: "read"; input: ToolInput } | { status: "refused"; path: string; message: string };

/** A user's text for a picture or a script: plain text, trimmed. */
const text = (most: number) => plainText(z.string().trim().max(most));

// Everything is optional: a demonstration then uses a bundled sample.
const Prompt = z.strictObject({ prompt: text(400).min(1).default("A quiet morning by the sea") });
const Photo = z.strictObject({ sample: z.enum(sampleNames).default("ines") });
const Words = z.strictObject({
  template: z.enum(templateSlugs).default("poster"),
  headline: text(80).min(1).default("Open studio"),
  detail: text(140).default(""),
  sample: z.enum(sampleNames).optional(),
});

/**
 * Why an uploaded file cannot be used, judged by its header; null when the header is valid. It is
 * checked before credits are held. The tool finds what only decoding shows.
 */
export async function checkToolFile(input: ToolInput): Promise<NoResult | null> {
  if ("clip" in input) return await checkClip(input.clip);
  return "photo" in input && input.photo !== null ? await checkPhoto(input.photo) : null;
}

/** Reads the input sent to a tool; `checkToolFile` checks the bytes of a file. */
export async function readToolInput(
  tool: ToolSlug,
  said: Record<string, unknown>,
  file: Buffer | null,
): Promise<InputReading> {
  switch (tool) {
    case "ai-script":
    case "ai-image": {
      const parsed = Prompt.safeParse(said);
      if (!parsed.success) return refuse(parsed.error);
      return file === null ? read({ tool, prompt: parsed.data.prompt }) : noFile;
    }
    case "ai-portrait-animation":
    case "smart-cutout": {
      const parsed = Photo.safeParse(said);
      if (!parsed.success) return refuse(parsed.error);
      return read({ tool, photo: file ?? (await readSample(parsed.data.sample)) });
    }
    case "background-removal": {
      const parsed = z.strictObject({}).safeParse(said);
      if (!parsed.success) return refuse(parsed.error);
      return read({ tool, clip: file ?? (await readSampleClip()) });
    }
    case "template-export": {
      const parsed = Words.safeParse(said);
      if (!parsed.success) return refuse(parsed.error);
      const { sample, ...words } = parsed.data;
      const photo = file ?? (sample ? await readSample(sample) : null);
      return read({ tool, watermark: false, ...words, photo });
    }
  }
}

const noFile = { status: "refused", path: "file", message: "is not taken by this feature" } as const;

function read(input: ToolInput): InputReading {
  return { status: "read", input };
}

function refuse(error: z.ZodError): InputReading {
  const [issue] = error.issues;
  if (issue?.code === "unrecognized_keys") {
    return { status: "refused", path: `input.${(issue.keys[0] ?? "").slice(0, 80)}`, message: "is not known" };
  }
  return {
    status: "refused",
    path: ["input", ...(issue?.path ?? [])].join("."),
    message: issue?.message ?? "is not valid",
  };
}
