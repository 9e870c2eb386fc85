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
  "what %s hands out says of itself that it is a demonstration",
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

test("so does the free export", async () => {
  const made = await exportWatermarked({}, null);
  if (made.status !== "made") throw new Error(made.message);
  expect(await descriptionIn(made.bytes)).toContain(mark);
});

/** One frame: what is made of the bundled clip, which has many, says no more. */
async function shortClip(): Promise<Buffer> {
  return await sharp(await readSample("ines"))
    .webp()
    .toBuffer();
}

/** What a reader of the file finds in its EXIF: all of it, as text. */
async function descriptionIn(bytes: Buffer): Promise<string> {
  const { exif } = await sharp(bytes, { animated: true }).metadata();
  return exif?.toString("latin1") ?? "";
}
