import { setImmediate } from "node:timers/promises";
import sharp from "sharp";
import { demonstrationMark } from "./demonstration-mark.ts";
import { findSubject } from "./find-subject.ts";
import { blur, scaleUp } from "./planes.ts";
import { openPixels, type Pixels, takePixels } from "./read-photo.ts";

const FRAMES = 30;
const FRAME_MILLISECONDS = 66;
const LONGEST_SIDE_PIXELS = 512;
const CLIP_BYTES_LIMIT = 2 * 1024 * 1024;

/** A clip of two seconds that ends where it begins: an animated WebP of at most 2 MB. */
export type Clip = { status: "made"; webp: Buffer; width: number; height: number; frames: number };

/**
 * Animates a portrait. The subject found in the photo counts as near, the rest as far: near pixels sway, breathe
 * and come closer than far ones, which looks like depth. A photo without a clear subject moves as one round surface.
 */
export async function animatePortrait(
  photo: Pixels,
  work: { report: (part: number) => void; signal: AbortSignal } | null = null,
): Promise<Clip> {
  const still = await frameStill(photo);
  const nearness = await estimateNearness(photo, still);
  const { width, height } = still;
  const strip = Buffer.alloc(still.data.length * FRAMES);
  for (let frame = 0; frame < FRAMES && !work?.signal.aborted; frame++) {
    drawFrame({ still, nearness, turn: (2 * Math.PI * frame) / FRAMES, into: strip, at: frame * still.data.length });
    work?.report((frame + 1) / FRAMES);
    await setImmediate();
  }
  return { status: "made", webp: await encode(strip, still), width, height, frames: FRAMES };
}

/** A copy of at most 512 pixels a side; a shape longer than 16 : 9 is cropped to its most detailed part. */
async function frameStill(photo: Pixels) {
  const shape = Math.max(9 / 16, Math.min(16 / 9, photo.width / photo.height));
  const longest = Math.min(LONGEST_SIDE_PIXELS, Math.max(photo.width, photo.height));
  const width = Math.round(shape >= 1 ? longest : longest * shape);
  const height = Math.round(shape >= 1 ? longest / shape : longest);
  return takePixels(openPixels(photo).resize(width, height, { fit: "cover", position: sharp.strategy.attention }));
}

async function estimateNearness(photo: Pixels, still: Pixels) {
  const trimmed = Math.abs(photo.width / photo.height - still.width / still.height) > 0.02;
  const search = await findSubject(trimmed ? still : photo);
  const { width, height } = still;
  const radius = Math.round(Math.max(width, height) * 0.035);
  const shape = search.status === "found" ? scaleUp(search.belongs, search.small, still) : bulge(still);
  const soft = blur(blur(shape, width, height, radius), width, height, radius);
  return soft.map((value, i) => 0.82 * value + 0.18 * (Math.floor(i / width) / height));
}

function bulge({ width, height }: Pixels) {
  return Float32Array.from({ length: width * height }, (_, i) => {
    const across = (2 * (i % width)) / width - 1;
    const down = (2 * Math.floor(i / width)) / height - 1;
    return Math.max(0, 1 - 0.7 * (across * across + down * down));
  });
}

type Drawing = { still: Pixels; nearness: Float32Array; turn: number; into: Buffer; at: number };

/** Maps each pixel of a frame to its source in the still; the base zoom keeps the source inside the picture. */
function drawFrame({ still, nearness, turn, into, at }: Drawing) {
  const { width, height } = still;
  const [sway, breath, approach] = [Math.sin(turn), Math.sin(2 * turn), (1 - Math.cos(turn)) / 2];
  for (let y = 0; y < height; y++) {
    const v = y / height - 0.5;
    for (let x = 0; x < width; x++) {
      const u = x / width - 0.5;
      const near = nearness[y * width + x] ?? 0;
      const zoom = 1.07 + 0.035 * approach * (0.4 + near);
      const lean = 0.03 * sway * near * (0.5 - v);
      const shift = 0.016 * sway * (near - 0.45);
      const lift = 0.006 * breath * near * (0.6 + v);
      const fromX = (u / zoom - shift - lean * 0.6 + 0.5) * width;
      const fromY = (v / zoom - lift + 0.004 * approach + 0.5) * height;
      sample({ still, fromX, fromY, into, at: at + (y * width + x) * 3 });
    }
  }
}

function sample({
  still,
  fromX,
  fromY,
  into,
  at,
}: {
  still: Pixels;
  fromX: number;
  fromY: number;
  into: Buffer;
  at: number;
}) {
  const { data, width, height } = still;
  const x = Math.max(0, Math.min(width - 1.001, fromX));
  const y = Math.max(0, Math.min(height - 1.001, fromY));
  const left = Math.floor(x);
  const top = Math.floor(y);
  const [across, down] = [x - left, y - top];
  const upper = (top * width + left) * 3;
  const lower = upper + width * 3;
  for (let c = 0; c < 3; c++) {
    const above = (data[upper + c] ?? 0) * (1 - across) + (data[upper + 3 + c] ?? 0) * across;
    const below = (data[lower + c] ?? 0) * (1 - across) + (data[lower + 3 + c] ?? 0) * across;
    into[at + c] = above * (1 - down) + below * down + 0.5;
  }
}

async function encode(strip: Buffer, { width, height }: Pixels) {
  for (const quality of [74, 58, 42]) {
    const webp = await sharp(strip, { raw: { width, height: height * FRAMES, channels: 3, pageHeight: height } })
      .withExif(demonstrationMark)
      .webp({ quality, effort: 1, loop: 0, delay: Array.from({ length: FRAMES }, () => FRAME_MILLISECONDS) })
      .toBuffer();
    if (webp.byteLength <= CLIP_BYTES_LIMIT || quality === 42) return webp;
  }
  throw new Error("No quality was tried");
}
