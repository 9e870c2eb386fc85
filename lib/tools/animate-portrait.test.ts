import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { expect, test } from "vitest";
import { animatePortrait } from "./animate-portrait.ts";
import { readPhoto, takePixels } from "./read-photo.ts";

async function animateSample(file: string) {
  const reading = await readPhoto(await readFile(new URL(`../../public/samples/${file}`, import.meta.url)));
  if (reading.status !== "read") throw new Error(reading.reason);
  return animatePortrait(reading.pixels);
}

/** Made once: a clip takes two seconds of CPU time. */
const ines = animateSample("ines.jpg");

async function frame(webp: Buffer, page: number) {
  return sharp(webp, { page }).removeAlpha().raw().toBuffer();
}

function difference(a: Buffer, b: Buffer) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0));
  return sum / a.length;
}

test("the clip has thirty frames, lasts two seconds, loops for ever and weighs under 2 MB", async () => {
  const clip = await ines;
  const about = await sharp(clip.webp, { animated: true }).metadata();
  expect(about).toMatchObject({ format: "webp", pages: 30, loop: 0, width: clip.width, pageHeight: clip.height });
  expect(about.delay?.reduce((sum, delay) => sum + delay, 0)).toBeCloseTo(1980, -2);
  expect(clip.webp.byteLength).toBeLessThan(2 * 1024 * 1024);
});

test("the subject really moves, and the end joins the beginning", async () => {
  const { webp } = await ines;
  const [first, quarter, last] = [await frame(webp, 0), await frame(webp, 8), await frame(webp, 29)];
  expect(difference(first, quarter)).toBeGreaterThan(3);
  expect(difference(first, last)).toBeLessThan(difference(first, quarter) / 2);
});

test("another photo gives another clip, the same photo the same", async () => {
  const [again, edda] = [await animateSample("ines.jpg"), await animateSample("edda.jpg")];
  expect((await ines).webp.equals(again.webp)).toBe(true);
  expect(difference(await frame(again.webp, 0), await frame(edda.webp, 0))).toBeGreaterThan(20);
});

test("a photo without a subject and of an extreme shape moves too", async () => {
  const stripes = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="200"><defs><pattern id="p" width="40" height="40"
patternUnits="userSpaceOnUse"><rect width="20" height="40"/></pattern></defs><rect width="900" height="200" fill="url(#p)"/></svg>`;
  const clip = await animatePortrait(await takePixels(sharp(Buffer.from(stripes)).flatten({ background: "#fff" })));
  expect(clip).toMatchObject({ width: 512, height: 288 });
  expect(difference(await frame(clip.webp, 0), await frame(clip.webp, 8))).toBeGreaterThan(1);
});
