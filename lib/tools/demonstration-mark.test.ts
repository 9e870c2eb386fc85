import sharp from "sharp";
import { expect, test } from "vitest";
import { exportWatermarked } from "./export-watermarked.ts";
import { makeResult } from "./make-result.ts";
import { readToolInput } from "./read-tool-input.ts";
import { readSample } from "./samples.ts";
import { parseTool, tools } from "./tool.ts";

const mark = "A demonstration made with Purse";
const watched = { report: () => undefined, signal: new AbortController().signal };

test.each(Object.keys(tools).flatMap((slug) => parseTool(slug) ?? []))(
  "the output of %s is marked as a demonstration",
  async (tool) => {
    const reading = await readToolInput(tool, {}, tool === "background-removal" ? await shortClip() : null);
    if (reading.status !== "read") throw new Error(reading.message);
    const making = await makeResult(reading.input, 1, watched);
    if (making.status !== "made") throw new Error(making.reason);
    expect(making.files).toHaveLength(1);
    for (const { type, bytes } of making.files)
      expect(type.startsWith("image/") ? await descriptionIn(bytes) : bytes.toString("utf8")).toContain(
        type.startsWith("image/") ? mark : "as a demonstration",
      );
  },
);

test("the free export is marked too", async () => {
  const made = await exportWatermarked({}, null);
  if (made.status !== "made") throw new Error(made.message);
  expect(await descriptionIn(made.bytes)).toContain(mark);
});

/** One frame: the other frames of the bundled clip would show nothing more. */
async function shortClip(): Promise<Buffer> {
  return await sharp(await readSample("ines"))
    .webp()
    .toBuffer();
}

/** The EXIF text of a file, complete. */
async function descriptionIn(bytes: Buffer): Promise<string> {
  const { exif } = await sharp(bytes, { animated: true }).metadata();
  return exif?.toString("latin1") ?? "";
}
