import { createHash } from "node:crypto";
import { z } from "zod";
import { readSample, sampleNames } from "./samples.ts";
import { templateSlugs } from "./templates.ts";
import type { ToolSlug } from "./tool.ts";

/** What a person gave a tool. */
export type ToolInput =
  | { tool: "ai-portrait-animation"; photo: Buffer }
  | { tool: "smart-cutout"; photo: Buffer }
  | {
      tool: "template-export";
      template: string;
      headline: string;
      detail: string;
      photo: Buffer | null;
      watermark: boolean;
    };

/** A form's content, and a body that stands for it in the fingerprint of the request: photos by their hash. */
export type ToolForm =
  | { status: "read"; input: ToolInput; key: string; quote: string | null; asked: Record<string, unknown> }
  | { status: "refused"; field: string };

const text = (most: number) => z.string().trim().max(most);

const Attempt = z.object({ key: z.string().regex(/^[\x20-\x7e]{1,255}$/), quote: z.string().max(4096).optional() });
const Photo = z.object({ photo: z.file().min(1).optional(), sample: z.enum(sampleNames).optional() });
const Words = z.object({
  template: z.enum(templateSlugs),
  headline: text(80).min(1),
  detail: text(140).default(""),
  watermark: z.enum(["yes", "no"]),
});
const Forms = {
  "ai-portrait-animation": z.strictObject({ ...Attempt.shape, ...Photo.shape }),
  "smart-cutout": z.strictObject({ ...Attempt.shape, ...Photo.shape }),
  "template-export": z.strictObject({ ...Attempt.shape, ...Photo.shape, ...Words.shape }),
};

/** Reads what was sent to a tool; the photo's bytes are judged later, by what they hold. Names the first bad field. */
export async function readToolForm(tool: ToolSlug, form: FormData): Promise<ToolForm> {
  switch (tool) {
    case "ai-portrait-animation":
    case "smart-cutout": {
      const parsed = Forms[tool].safeParse(fieldsOf(form));
      if (!parsed.success) return refuse(parsed.error);
      const photo = await readPhotoField(parsed.data);
      if (photo === null) return { status: "refused", field: "photo" };
      const { key, quote } = parsed.data;
      return { status: "read", input: { tool, photo }, key, quote: quote ?? null, asked: { tool, photo: hash(photo) } };
    }
    case "template-export": {
      const parsed = Forms[tool].safeParse(fieldsOf(form));
      if (!parsed.success) return refuse(parsed.error);
      const photo = await readPhotoField(parsed.data);
      const { key, quote, template, headline, detail } = parsed.data;
      const words = { tool, template, headline, detail, watermark: parsed.data.watermark === "yes" };
      const asked = { ...words, photo: photo && hash(photo) };
      return { status: "read", input: { ...words, photo }, key, quote: quote ?? null, asked };
    }
  }
}

/** A field sent twice counts once, as the browser's own forms send each once; an empty file field is no file. */
function fieldsOf(form: FormData) {
  return Object.fromEntries([...form].filter(([, value]) => typeof value === "string" || value.size > 0));
}

async function readPhotoField({ photo, sample }: z.infer<typeof Photo>) {
  if (photo) return Buffer.from(await photo.arrayBuffer());
  return sample ? readSample(sample) : null;
}

function refuse(error: z.ZodError): ToolForm {
  return { status: "refused", field: String(error.issues[0]?.path[0] ?? "form") };
}

function hash(bytes: Buffer) {
  return createHash("sha256").update(bytes).digest("hex");
}
