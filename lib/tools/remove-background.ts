import sharp from "sharp";
import { cutOut } from "./cut-out.ts";
import { demonstrationMark } from "./demonstration-mark.ts";
import { takePixels } from "./read-photo.ts";

/** The largest clip, in bytes: 8 MB. */
export const CLIP_BYTES_LIMIT = 8 * 1024 * 1024;
const FRAMES_LIMIT = 60;
const PIXELS_LIMIT = 100_000_000;
const LONGEST_SIDE_PIXELS = 480;
const MINUTE_MS = 60_000;
/** Browsers show a frame without a duration for a tenth of a second. */
const UNSAID_DELAY_MS = 100;

/** A clip with a transparent background and its length in started minutes, or why it was not made. */
export type RemovedBackground =
  | { status: "made"; webp: Buffer; width: number; height: number; minutes: number }
  | { status: ClipRefusal | "no-subject" };

/** Why a clip was not accepted; nothing is made and nothing is charged. */
export type ClipRefusal = "empty" | "too-heavy" | "not-a-clip" | "damaged" | "too-many-frames" | "too-many-pixels";

/**
 * Cuts the subject out of every frame of an animated WebP or GIF of at most 60 frames. It ends where the minutes that
 * were requested end. A still picture is a clip of one frame.
 */
export async function removeBackground(
  bytes: Buffer,
  { minutes, report, signal }: { minutes: number; report: (part: number) => void; signal: AbortSignal },
): Promise<RemovedBackground> {
  const about = await describeClip(bytes);
  if (about.status !== "described") return about;

  const { shown, lastsMs } = takeMinutes(about.delays, minutes);
  const frames: Buffer[] = [];
  let size = { width: 0, height: 0 };
  let found = 0;
  for (let page = 0; page < shown.length; page++) {
    if (signal.aborted) break;
    const frame = await cutFrame(bytes, page);
    if (frame.status === "damaged") return frame;
    if (frame.status === "made") found += 1;
    frames.push(frame.data);
    size = frame;
    report((page + 1) / (shown.length + 1));
  }
  if (found === 0) return { status: "no-subject" };
  const webp = await join(frames, size, shown.slice(0, frames.length));
  return { status: "made", webp, ...size, minutes: Math.max(1, Math.ceil(lastsMs / MINUTE_MS)) };
}

/** Why a clip cannot be used, judged by its header; null when the header is valid. */
export async function checkClip(bytes: Buffer): Promise<ClipRefusal | null> {
  const { status } = await describeClip(bytes);
  return status === "described" ? null : status;
}

function beginsLikeClip(bytes: Buffer): boolean {
  const webp = bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WEBP";
  return webp || /^GIF8[79]a/.test(bytes.toString("latin1", 0, 6));
}

type About = { status: "described"; delays: number[] } | { status: ClipRefusal };

async function describeClip(bytes: Buffer): Promise<About> {
  if (bytes.byteLength === 0) return { status: "empty" };
  if (bytes.byteLength > CLIP_BYTES_LIMIT) return { status: "too-heavy" };
  if (!beginsLikeClip(bytes)) return { status: "not-a-clip" };
  try {
    const {
      pages = 1,
      delay = [],
      width,
      height,
      pageHeight = height,
    } = await sharp(bytes, {
      limitInputPixels: false,
      animated: true,
    }).metadata();
    if (pages > FRAMES_LIMIT) return { status: "too-many-frames" };
    if (width * pageHeight * pages > PIXELS_LIMIT) return { status: "too-many-pixels" };
    return { status: "described", delays: Array.from({ length: pages }, (_, page) => delay[page] || UNSAID_DELAY_MS) };
  } catch {
    return { status: "damaged" };
  }
}

/** The frames that start within the requested minutes. */
function takeMinutes(delays: number[], minutes: number) {
  const shown: number[] = [];
  let lastsMs = 0;
  for (const delay of delays) {
    if (lastsMs >= minutes * MINUTE_MS) break;
    shown.push(delay);
    lastsMs += delay;
  }
  return { shown, lastsMs: Math.min(lastsMs, minutes * MINUTE_MS) };
}

async function cutFrame(bytes: Buffer, page: number) {
  const inside = { fit: "inside", withoutEnlargement: true } as const;
  const pixels = await takePixels(
    sharp(bytes, { page, limitInputPixels: PIXELS_LIMIT })
      .resize(LONGEST_SIDE_PIXELS, LONGEST_SIDE_PIXELS, inside)
      .flatten({ background: "#ffffff" }),
  ).catch(() => null);
  if (pixels === null) return { status: "damaged" } as const;
  const { width, height } = pixels;
  const cutout = await cutOut(pixels);
  // A frame without a subject becomes empty: a subject may enter the picture later.
  if (cutout.status !== "made") return { ...cutout, data: Buffer.alloc(width * height * 4), width, height } as const;
  const data = await sharp(cutout.png).ensureAlpha().raw().toBuffer();
  return { status: "made", data, width, height } as const;
}

async function join(frames: Buffer[], { width, height }: { width: number; height: number }, delay: number[]) {
  const raw = { width, height: height * frames.length, channels: 4, pageHeight: height } as const;
  const clip = sharp(Buffer.concat(frames), { raw }).withExif(demonstrationMark);
  return await clip.webp({ quality: 76, effort: 1, loop: 0, delay }).toBuffer();
}
