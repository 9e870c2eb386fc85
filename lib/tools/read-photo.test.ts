import { crc32 } from "node:zlib";
import sharp from "sharp";
import { expect, test } from "vitest";
import { PHOTO_BYTES_LIMIT, readPhoto } from "./read-photo.ts";

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#c08040" } });

test("JPEG, PNG and WebP are read by their contents, whatever their name", async () => {
  for (const file of [plain(120, 90).jpeg(), plain(120, 90).png(), plain(120, 90).webp()]) {
    const reading = await readPhoto(await file.toBuffer());
    expect(reading).toMatchObject({ status: "read", pixels: { width: 120, height: 90 } });
  }
});

test("a photo with a rotation in its EXIF is turned upright", async () => {
  const reading = await readPhoto(await plain(120, 90).jpeg().withMetadata({ orientation: 6 }).toBuffer());
  expect(reading).toMatchObject({ status: "read", pixels: { width: 90, height: 120 } });
});

test("a large photo is reduced to 2,048 pixels a side", async () => {
  const reading = await readPhoto(await plain(4000, 1000).jpeg().toBuffer());
  expect(reading).toMatchObject({ status: "read", pixels: { width: 2048, height: 512 } });
});

test("a file that is not a photo is refused with a reason", async () => {
  const gif = await plain(100, 100).gif().toBuffer();
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"/>');
  const whole = await plain(200, 200).png().toBuffer();
  const cases = [
    [Buffer.alloc(0), "empty"],
    [Buffer.alloc(PHOTO_BYTES_LIMIT + 1, 0xff), "too-heavy"],
    [Buffer.from("hello"), "not-a-photo"],
    [gif, "not-a-photo"],
    [svg, "not-a-photo"],
    [whole.subarray(0, 20), "damaged"],
    [whole.subarray(0, whole.length - 30), "damaged"],
    [await plain(63, 400).png().toBuffer(), "too-small"],
  ] as const;
  for (const [bytes, reason] of cases) expect(await readPhoto(bytes)).toEqual({ status: "refused", reason });
});

test("a small file that claims a huge picture is refused before it is decoded", async () => {
  const bomb = await plain(100, 100).png().toBuffer();
  // The size stands in the first chunk, guarded by its checksum.
  bomb.writeUInt32BE(9000, 16);
  bomb.writeUInt32BE(9000, 20);
  bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
  expect(await readPhoto(bomb)).toEqual({ status: "refused", reason: "too-many-pixels" });
});
