import sharp from "sharp";
import { expect, test, vi } from "vitest";
import { removeBackground } from "./remove-background.ts";

const signal = new AbortController().signal;

async function drawClip(frames: number, delay: number, format: "webp" | "gif" = "webp") {
  const pictures = await Promise.all(
    Array.from({ length: frames }, (_, index) => {
      const disc = `<svg width="240" height="180"><circle cx="${115 + index * 2}" cy="95" r="55" fill="#c8503c"/></svg>`;
      return sharp({ create: { width: 240, height: 180, channels: 3, background: "#7fa3b5" } })
        .composite([{ input: Buffer.from(disc) }])
        .removeAlpha()
        .raw()
        .toBuffer();
    }),
  );
  const raw = { width: 240, height: 180 * frames, channels: 3, pageHeight: 180 } as const;
  const options = { loop: 0, delay: pictures.map(() => delay) };
  return sharp(Buffer.concat(pictures), { raw })[format](options).toBuffer();
}

function remove(clip: Buffer, minutes = 1) {
  const parts: number[] = [];
  return removeBackground(clip, { minutes, signal, report: (part) => void parts.push(part) }).then((removed) => ({
    ...removed,
    parts,
  }));
}

test.each(["webp", "gif"] as const)("every frame of a %s loses its background and keeps its length", async (format) => {
  const removed = await remove(await drawClip(3, 80, format));
  if (removed.status !== "made") throw new Error(removed.status);
  expect(removed).toMatchObject({ width: 240, height: 180, minutes: 1 });
  expect(removed.parts).toHaveLength(3);
  const about = await sharp(removed.webp, { animated: true }).metadata();
  expect(about).toMatchObject({ pages: 3, hasAlpha: true, delay: [80, 80, 80] });
  const { data } = await sharp(removed.webp, { page: 2 }).raw().toBuffer({ resolveWithObject: true });
  const alphaAt = (x: number, y: number) => data[(y * 240 + x) * 4 + 3] ?? -1;
  expect(alphaAt(119, 95)).toBeGreaterThan(240);
  expect(alphaAt(4, 4)).toBeLessThan(15);
});

test("started minutes are counted, and the clip ends after the requested ones", async () => {
  const clip = await drawClip(3, 35_000);
  expect(await remove(clip, 3)).toMatchObject({ status: "made", minutes: 2 });
  const cut = await remove(clip, 1);
  expect(cut).toMatchObject({ status: "made", minutes: 1 });
  expect(cut.parts).toHaveLength(2);
});

test("a file that is not a clip, or is too large, is refused before any work", async () => {
  expect(await remove(Buffer.alloc(0))).toMatchObject({ status: "empty" });
  expect(await remove(Buffer.from("this only calls itself a clip"))).toMatchObject({ status: "not-a-clip" });
  expect(await remove(Buffer.from("GIF89a and nothing more"))).toMatchObject({ status: "damaged" });
  expect(await remove(Buffer.alloc(8 * 1024 * 1024 + 1))).toMatchObject({ status: "too-heavy" });
  expect(await remove(await drawClip(61, 50))).toMatchObject({ status: "too-many-frames", parts: [] });
});

test("work that is not needed any more stops at the next frame", async () => {
  const stop = new AbortController();
  const report = vi.fn(() => stop.abort());
  await removeBackground(await drawClip(6, 80), { minutes: 1, signal: stop.signal, report });
  expect(report).toHaveBeenCalledOnce();
});
