import sharp from "sharp";
import { expect, test } from "vitest";
import { exportTemplate, type TemplateOrder } from "./export-template.ts";
import { takePixels } from "./read-photo.ts";
import { TEMPLATES } from "./templates.ts";

const order: TemplateOrder = { template: "quote", headline: "Make it", detail: "Now", photo: null, watermark: false };

async function draw(changes: Partial<TemplateOrder>) {
  const made = await exportTemplate({ ...order, ...changes });
  if (made.status !== "made") throw new Error(made.status);
  return sharp(made.png).raw().toBuffer({ resolveWithObject: true });
}

/** The share of pixels that differ clearly. */
function changed(a: Buffer, b: Buffer) {
  let count = 0;
  for (let i = 0; i < a.length; i += 3) {
    if ([i, i + 1, i + 2].some((at) => Math.abs((a[at] ?? 0) - (b[at] ?? 0)) > 24)) count++;
  }
  return count / (a.length / 3);
}

test("every template has its size and no transparency", async () => {
  for (const { slug, width, height } of TEMPLATES) {
    expect((await draw({ template: slug })).info).toMatchObject({ width, height, channels: 3 });
  }
});

test("the watermark lies across the whole picture, and only where it was asked for", async () => {
  const [clean, marked] = [await draw({}), await draw({ watermark: true })];
  const { width, height } = clean.info;
  for (const [left, top] of [
    [0, 0],
    [width / 2, 0],
    [0, height / 2],
    [width / 2, height / 2],
  ] as const) {
    const cut = (from: typeof clean) =>
      sharp(from.data, { raw: { width, height, channels: 3 } })
        .extract({ left, top, width: width / 2, height: height / 2 })
        .raw()
        .toBuffer();
    expect(changed(await cut(clean), await cut(marked))).toBeGreaterThan(0.02);
  }
  expect(changed(clean.data, (await draw({ watermark: false })).data)).toBe(0);
});

test("the picture follows the words and the photo", async () => {
  const photo = await takePixels(sharp({ create: { width: 300, height: 200, channels: 3, background: "#ff0000" } }));
  const [plain, words, pictured] = [
    await draw({}),
    await draw({ headline: "Something else entirely" }),
    await draw({ photo }),
  ];
  expect(changed(plain.data, words.data)).toBeGreaterThan(0.005);
  expect(changed(plain.data, pictured.data)).toBeGreaterThan(0.008);
});

test("characters that could be markup are drawn as text", async () => {
  const [bold, plain] = [await draw({ headline: "<b>a</b> & <i" }), await draw({ headline: "a" })];
  expect(changed(bold.data, plain.data)).toBeGreaterThan(0.005);
});

test("very long words stay inside their box", async () => {
  const long = await draw({ headline: "W".repeat(80), detail: "m ".repeat(70) });
  expect(long.info).toMatchObject({ width: 1080, height: 1080 });
});

test("an unknown template is refused", async () => {
  expect(await exportTemplate({ ...order, template: "nope" })).toEqual({ status: "unknown-template" });
});
