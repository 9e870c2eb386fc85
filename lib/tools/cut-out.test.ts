import sharp from "sharp";
import { expect, test } from "vitest";
import { cutOut } from "./cut-out.ts";
import { type Pixels, takePixels } from "./read-photo.ts";
import { readSample } from "./samples.ts";

/** A mottled ground with a disc on it, so that no single colour tells them apart. */
async function drawDisc(disc: { x: number; y: number; radius: number }): Promise<Pixels> {
  const size = { width: 400, height: 300 };
  const data = Buffer.alloc(size.width * size.height * 3);
  let seed = 7;
  for (let i = 0; i < size.width * size.height; i++) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    const noise = (seed / 2147483648 - 0.5) * 30;
    const within = inDisc(disc, i % size.width, Math.floor(i / size.width));
    const colour = within ? [205, 96, 70] : [70 + (i % size.width) / 8, 120, 140];
    for (let c = 0; c < 3; c++) data[i * 3 + c] = Math.max(0, Math.min(255, (colour[c] ?? 0) + noise));
  }
  return { data, ...size };
}

function inDisc({ x, y, radius }: { x: number; y: number; radius: number }, atX: number, atY: number) {
  return Math.hypot(atX - x, atY - y) <= radius;
}

async function alphaOf(pixels: Pixels) {
  const cutout = await cutOut(pixels);
  if (cutout.status !== "made") throw new Error(cutout.status);
  const { data, info } = await sharp(cutout.png).raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: pixels.width, height: pixels.height, channels: 4 });
  return Array.from({ length: info.width * info.height }, (_, i) => data[i * 4 + 3] ?? 0);
}

test("the mask keeps the subject and drops the ground", async () => {
  const disc = { x: 210, y: 160, radius: 80 };
  const alpha = await alphaOf(await drawDisc(disc));
  let wrong = 0;
  for (let i = 0; i < alpha.length; i++) {
    const kept = (alpha[i] ?? 0) > 127;
    if (kept !== inDisc(disc, i % 400, Math.floor(i / 400))) wrong++;
  }
  expect(wrong / alpha.length).toBeLessThan(0.01);
  expect(alpha[160 * 400 + 210]).toBe(255);
  expect(alpha[10 * 400 + 10]).toBe(0);
});

test("the mask follows the picture: another place, another mask", async () => {
  const left = await alphaOf(await drawDisc({ x: 150, y: 150, radius: 60 }));
  const right = await alphaOf(await drawDisc({ x: 250, y: 150, radius: 60 }));
  expect(left[150 * 400 + 110]).toBe(255);
  expect(right[150 * 400 + 110]).toBe(0);
});

test("edges are soft and carry no colour of the ground", async () => {
  const pixels = await takePixels(
    sharp({ create: { width: 300, height: 300, channels: 3, background: "#1030e0" } }).composite([
      { input: Buffer.from('<svg width="300" height="300"><circle cx="150" cy="150" r="70" fill="#f0f0f0"/></svg>') },
    ]),
  );
  const cutout = await cutOut(pixels);
  if (cutout.status !== "made") throw new Error(cutout.status);
  const data = await sharp(cutout.png).raw().toBuffer();
  let soft = 0;
  let blue = 0;
  for (let i = 0; i < data.length; i += 4) {
    const alpha = data[i + 3] ?? 0;
    if (alpha < 64 || alpha > 230) continue;
    soft++;
    blue += (data[i + 2] ?? 0) - (data[i] ?? 0);
  }
  expect(soft).toBeGreaterThan(50);
  expect(blue / soft).toBeLessThan(90);
});

test("removed pixels cannot be recovered from the file", async () => {
  const cutout = await cutOut(await drawDisc({ x: 210, y: 160, radius: 80 }));
  if (cutout.status !== "made") throw new Error(cutout.status);
  const data = await sharp(cutout.png).raw().toBuffer();
  const hidden = Array.from({ length: data.length / 4 }, (_, i) => i * 4).filter((i) => data[i + 3] === 0);
  expect(hidden.length).toBeGreaterThan(50_000);
  expect(hidden.every((i) => data[i] === 0 && data[i + 1] === 0 && data[i + 2] === 0)).toBe(true);
});

test("a picture in which nothing stands out has no subject", async () => {
  const plain = sharp({ create: { width: 200, height: 200, channels: 3, background: "#88aacc" } });
  expect(await cutOut(await takePixels(plain))).toEqual({ status: "no-subject" });
});

test("nothing of the ground stays beside a bundled portrait", async () => {
  const { width, height, ...pixels } = await takePixels(sharp(await readSample("tomo")));
  const alpha = await alphaOf({ width, height, ...pixels });
  const beside = alpha.filter((_, i) => Math.min(i % width, width - 1 - (i % width)) < width * 0.03);
  expect(beside.length).toBeGreaterThan(width * 0.05 * height);
  expect(beside.every((opacity) => opacity === 0)).toBe(true);
});
