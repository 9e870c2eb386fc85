import { setImmediate } from "node:timers/promises";
import sharp from "sharp";
import { demonstrationMark } from "./demonstration-mark.ts";
import { findSubject, type Subject } from "./find-subject.ts";
import { blur, scaleUpRow } from "./planes.ts";
import type { Pixels } from "./read-photo.ts";

/** After this many rows of the photo, other requests get their turn. */
const ROWS_AT_ONCE = 64;

/** A PNG whose alpha channel keeps the subject, or `no-subject` when nothing stands out. */
export type Cutout = { status: "made"; png: Buffer; width: number; height: number } | { status: "no-subject" };

/** Cuts the subject out of a photo, with soft edges at full size and without the background's colour in them. */
export async function cutOut(photo: Pixels): Promise<Cutout> {
  const search = await findSubject(photo);
  if (search.status === "none") return { status: "no-subject" };
  const { width, height } = photo;
  const data = await paintCutout(photo, await refineEdges(photo, search), search);
  const png = await sharp(data, { raw: { width, height, channels: 4 } })
    .withExif(demonstrationMark)
    .png({ compressionLevel: 6 })
    .toBuffer();
  return { status: "made", png, width, height };
}

/** A guided filter: fits the small mask to brightness, window by window, and redraws it with the full-size photo. */
async function refineEdges(photo: Pixels, { small, belongs }: Subject) {
  const { width, height } = small;
  const light = lightnessOf(small.data);
  const mean = (plane: Float32Array) => blur(plane, width, height, 2);
  const meanLight = mean(light);
  const meanMask = mean(belongs);
  const meanBoth = mean(light.map((value, i) => value * (belongs[i] ?? 0)));
  const meanSquare = mean(light.map((value) => value * value));
  const slope = meanBoth.map((both, i) => {
    const here = meanLight[i] ?? 0;
    return (both - here * (meanMask[i] ?? 0)) / ((meanSquare[i] ?? 0) - here * here + 0.0004);
  });
  const offset = slope.map((a, i) => (meanMask[i] ?? 0) - a * (meanLight[i] ?? 0));
  await setImmediate();

  const [slopes, offsets] = [mean(slope), mean(offset)];
  const alpha = new Float32Array(photo.width * photo.height);
  for (let y = 0; y < photo.height; y++) {
    if (y % ROWS_AT_ONCE === 0) await setImmediate();
    const slopeRow = scaleUpRow({ plane: slopes, from: small, to: photo, y });
    const offsetRow = scaleUpRow({ plane: offsets, from: small, to: photo, y });
    for (let x = 0; x < photo.width; x++) {
      const i = y * photo.width + x;
      const value = (slopeRow[x] ?? 0) * lightnessAt(photo.data, i) + (offsetRow[x] ?? 0);
      const step = Math.max(0, Math.min(1, (value - 0.15) / 0.7));
      alpha[i] = step * step * (3 - 2 * step);
    }
  }
  return alpha;
}

/** Where the edge shows the background, its colour is subtracted, so that no rim remains. */
async function paintCutout(photo: Pixels, alpha: Float32Array, { small, belongs }: Subject) {
  const behind = averageBehind(small, belongs);
  const data = Buffer.alloc(alpha.length * 4);
  for (let y = 0; y < photo.height; y++) {
    if (y % ROWS_AT_ONCE === 0) await setImmediate();
    const rowBehind = Math.floor((y * small.height) / photo.height) * small.width;
    for (let x = 0; x < photo.width; x++) {
      const i = y * photo.width + x;
      const cover = alpha[i] ?? 0;
      const opacity = Math.round(cover * 255);
      // Removed pixels are cleared, not only transparent: they cannot be recovered from the file.
      if (opacity === 0) continue;
      const pixelBehind = rowBehind + Math.floor((x * small.width) / photo.width);
      for (let c = 0; c < 3; c++) {
        const seen = photo.data[i * 3 + c] ?? 0;
        const mixed = cover > 0.05 && cover < 0.98;
        const own = mixed ? (seen - (1 - cover) * (behind[c]?.[pixelBehind] ?? seen)) / cover : seen;
        data[i * 4 + c] = Math.max(0, Math.min(255, Math.round(own)));
      }
      data[i * 4 + 3] = opacity;
    }
  }
  return data;
}

function averageBehind({ data, width, height }: Pixels, belongs: Float32Array) {
  const outside = belongs.map((value) => (value > 0.2 ? 0.001 : 1));
  const weight = blur(outside, width, height, 8);
  return [0, 1, 2].map((c) => {
    const plane = blur(
      outside.map((value, i) => value * (data[i * 3 + c] ?? 0)),
      width,
      height,
      8,
    );
    return plane.map((value, i) => value / (weight[i] ?? 1));
  });
}

function lightnessOf(data: Buffer) {
  return Float32Array.from({ length: data.length / 3 }, (_, i) => lightnessAt(data, i));
}

function lightnessAt(data: Buffer, pixel: number) {
  const [r, g, b] = [data[pixel * 3] ?? 0, data[pixel * 3 + 1] ?? 0, data[pixel * 3 + 2] ?? 0];
  return (0.299 * r + 0.587 * g + 0.114 * b) / 255;
}
