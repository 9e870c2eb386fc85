import type { NoResult } from "../spending/runs/no-result.ts";
import type { Make, Making, RunFile } from "../spending/runs/work-on-run.ts";
import { animatePortrait } from "./animate-portrait.ts";
import { cutOut } from "./cut-out.ts";
import { exportTemplate } from "./export-template.ts";
import { paintPicture } from "./paint-picture.ts";
import { readPhoto } from "./read-photo.ts";
import type { ToolInput } from "./read-tool-input.ts";
import { removeBackground } from "./remove-background.ts";
import { writeScript } from "./write-script.ts";

/** What a tool can report of its work; the signal says that the result is not needed any more. */
export type Work = Parameters<Make>[0];

/** Runs the tool of an input, in the calling thread. Units are the requested images or minutes. */
export async function make(input: ToolInput, units: number, work: Work): Promise<Making> {
  switch (input.tool) {
    case "ai-script":
      return one(Buffer.from(writeScript(input.prompt)), { type: "text/plain; charset=utf-8", name: "script.txt" });
    case "ai-image":
      return await makeImages(input.prompt, units, work);
    case "background-removal": {
      const removed = await removeBackground(input.clip, { minutes: units, ...work });
      if (removed.status !== "made") return notMade(removed.status);
      const made = one(removed.webp, { type: "image/webp", name: "clip.webp", ...removed });
      return { ...made, units: removed.minutes };
    }
    case "ai-portrait-animation":
    case "smart-cutout":
    case "template-export":
      return await makeOfPhoto(input, work);
  }
}

type OfPhoto = Extract<ToolInput, { photo: Buffer | null }>;

async function makeOfPhoto(input: OfPhoto, { report, signal }: Work): Promise<Making> {
  const reading = input.photo ? await readPhoto(input.photo) : null;
  if (reading?.status === "refused") return notMade(reading.reason);
  const photo = reading?.pixels ?? null;
  report(0.2);
  if (input.tool === "template-export") {
    const drawn = await exportTemplate({ ...input, photo });
    if (drawn.status !== "made") return notMade(drawn.status);
    return one(drawn.png, { type: "image/png", name: `${input.template}.png`, ...drawn });
  }
  if (photo === null) return notMade("empty");
  if (input.tool === "smart-cutout") {
    const cutout = await cutOut(photo);
    if (cutout.status !== "made") return notMade(cutout.status);
    return one(cutout.png, { type: "image/png", name: "cutout.png", ...cutout });
  }
  const clip = await animatePortrait(photo, { report: (part) => report(0.2 + part * 0.6), signal });
  return one(clip.webp, { type: "image/webp", name: "portrait.webp", ...clip });
}

async function makeImages(prompt: string, units: number, { report, signal }: Work): Promise<Making> {
  const files: RunFile[] = [];
  for (let number = 1; number <= units && !signal.aborted; number++) {
    const picture = await paintPicture(prompt, number);
    files.push({ ...picture, type: "image/png", name: units === 1 ? "image.png" : `image-${number}.png` });
    report(number / units);
  }
  return { status: "made", files, units: files.length };
}

function one(bytes: Buffer, about: { type: string; name: string; width?: number; height?: number }) {
  const { type, name, width = null, height = null } = about;
  return { status: "made" as const, files: [{ bytes, type, name, width, height }], units: 1 };
}

function notMade(reason: NoResult): Making {
  return { status: "not-made", reason };
}
