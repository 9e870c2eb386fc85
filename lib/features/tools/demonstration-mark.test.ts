import sharp from "sharp";
import { expect, test, vi } from "vitest";
import { exportWatermarked } from "./export-watermarked.ts";
import { makeResult } from "./make-result.ts";
import { readToolInput } from "./read-tool-input.ts";
import { toolSlugs } from "./tool.ts";

// Pictures are work: on a busy machine they take longer than other tests.
vi.setConfig({ testTimeout: 60_000 });

const mark = "A demonstration made with Purse";
const watched = { report: () => undefined, signal: new AbortController().signal };

test.each(toolSlugs)("what %s hands out says of itself that it is a demonstration", async (tool) => {
  const reading = await readToolInput(tool, {}, null);
  if (reading.status !== "read") throw new Error(reading.message);
  const making = await makeResult(reading.input, 1, watched);
  if (making.status !== "made") throw new Error(making.reason);
  expect(making.files).toHaveLength(1);
  for (const { type, bytes } of making.files)
    expect(type.startsWith("image/") ? await descriptionIn(bytes) : bytes.toString("utf8")).toContain(
      type.startsWith("image/") ? mark : "as a demonstration",
    );
});

test("so does the free export", async () => {
  const made = await exportWatermarked({}, null);
  if (made.status !== "made") throw new Error(made.message);
  expect(await descriptionIn(made.bytes)).toContain(mark);
});

/** What a reader of the file finds in its EXIF: all of it, as text. */
async function descriptionIn(bytes: Buffer): Promise<string> {
  const { exif } = await sharp(bytes, { animated: true }).metadata();
  return exif?.toString("latin1") ?? "";
}
