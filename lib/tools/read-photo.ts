import sharp, { type Sharp } from "sharp";

/** The largest photo, in bytes: 8 MB. */
export const PHOTO_BYTES_LIMIT = 8 * 1024 * 1024;
const PIXELS_LIMIT = 50_000_000;
const SHORTEST_SIDE_PIXELS = 64;
const LONGEST_SIDE_PIXELS = 2048;

/** Upright sRGB pixels, three bytes each, row after row. */
export type Pixels = { data: Buffer; width: number; height: number };

/** Why a photo was not accepted; nothing is made and nothing is charged. */
export type PhotoRefusal = "empty" | "too-heavy" | "not-a-photo" | "too-many-pixels" | "too-small" | "damaged";

/** A decoded photo, or why it was not accepted. */
export type PhotoReading = { status: "read"; pixels: Pixels } | { status: "refused"; reason: PhotoRefusal };

/**
 * Decodes uploaded bytes to at most 2,048 pixels a side. The file's name and type are ignored: only bytes that
 * start like a JPEG, PNG or WebP are decoded, and a small file that would expand to a huge picture is refused first.
 */
export async function readPhoto(bytes: Uint8Array): Promise<PhotoReading> {
  const reason = await checkPhoto(bytes);
  if (reason !== null) return { status: "refused", reason };
  const pixels = await decode(bytes);
  return pixels ? { status: "read", pixels } : { status: "refused", reason: "damaged" };
}

/** Why a photo cannot be used, judged by its header; null when the header is valid. */
export async function checkPhoto(bytes: Uint8Array): Promise<PhotoRefusal | null> {
  if (bytes.byteLength === 0) return "empty";
  if (bytes.byteLength > PHOTO_BYTES_LIMIT) return "too-heavy";
  if (!beginsLikePhoto(bytes)) return "not-a-photo";
  const size = await readSize(bytes);
  if (!size) return "damaged";
  if (size.width * size.height > PIXELS_LIMIT) return "too-many-pixels";
  return Math.min(size.width, size.height) < SHORTEST_SIDE_PIXELS ? "too-small" : null;
}

/** Passes pixels to sharp. */
export function openPixels({ data, width, height }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** Takes plain RGB pixels out of a sharp pipeline. */
export async function takePixels(pipeline: Sharp): Promise<Pixels> {
  const { data, info } = await pipeline.removeAlpha().toColourspace("srgb").raw().toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`Expected 3 channels, got ${info.channels}`);
  return { data, width: info.width, height: info.height };
}

function beginsLikePhoto(bytes: Uint8Array) {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 12));
  const jpeg = head.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]));
  const png = head.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  const webp = head.toString("latin1", 0, 4) === "RIFF" && head.toString("latin1", 8, 12) === "WEBP";
  return jpeg || png || webp;
}

async function readSize(bytes: Uint8Array) {
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return { width, height };
  } catch {
    return null;
  }
}

async function decode(bytes: Uint8Array) {
  const inside = { fit: "inside", withoutEnlargement: true } as const;
  try {
    return await takePixels(
      sharp(bytes, { limitInputPixels: PIXELS_LIMIT, failOn: "error", autoOrient: true })
        .resize(LONGEST_SIDE_PIXELS, LONGEST_SIDE_PIXELS, inside)
        .flatten({ background: "#ffffff" })
        .timeout({ seconds: 20 }),
    );
  } catch {
    return null;
  }
}
