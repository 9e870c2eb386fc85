import type { Making } from "../spend-on-result.ts";
import { animatePortrait } from "./animate-portrait.ts";
import { cutOut } from "./cut-out.ts";
import { exportTemplate } from "./export-template.ts";
import { type PhotoRefusal, readPhoto } from "./read-photo.ts";
import type { ToolInput } from "./read-tool-form.ts";
import { takeTurn } from "./take-turn.ts";

/** A file to hand out. */
export type ToolResult = {
  bytes: Buffer;
  type: "image/webp" | "image/png";
  fileName: string;
  width: number;
  height: number;
};

/** Why a tool made nothing of its input. */
export type NotMade = PhotoRefusal | "no-subject" | "unknown-template" | "busy";

/** Runs the tool that an input is for, when it is its turn. */
export async function makeResult(input: ToolInput): Promise<Making<ToolResult, NotMade>> {
  const turn = await takeTurn(() => make(input));
  return turn.status === "busy" ? { status: "not-made", reason: "busy" } : turn.value;
}

async function make(input: ToolInput): Promise<Making<ToolResult, NotMade>> {
  const reading = input.photo ? await readPhoto(input.photo) : null;
  if (reading?.status === "refused") return { status: "not-made", reason: reading.reason };
  const photo = reading?.pixels ?? null;
  switch (input.tool) {
    case "ai-portrait-animation": {
      if (!photo) return { status: "not-made", reason: "empty" };
      const { webp, width, height } = await animatePortrait(photo);
      return made({ bytes: webp, type: "image/webp", fileName: "portrait.webp", width, height });
    }
    case "smart-cutout": {
      if (!photo) return { status: "not-made", reason: "empty" };
      const cutout = await cutOut(photo);
      if (cutout.status !== "made") return { status: "not-made", reason: cutout.status };
      return made({ bytes: cutout.png, type: "image/png", fileName: "cutout.png", ...sizeOf(cutout) });
    }
    case "template-export": {
      const drawn = await exportTemplate({ ...input, photo });
      if (drawn.status !== "made") return { status: "not-made", reason: drawn.status };
      return made({ bytes: drawn.png, type: "image/png", fileName: `${input.template}.png`, ...sizeOf(drawn) });
    }
  }
}

function made(result: ToolResult): Making<ToolResult, NotMade> {
  return { status: "made", result };
}

function sizeOf({ width, height }: { width: number; height: number }) {
  return { width, height };
}
