import sharp from "sharp";
import { expect, test } from "vitest";
import { paintPicture } from "./paint-picture.ts";

test("the same words and number paint the same picture, others another", async () => {
  const [one, again, second, other] = await Promise.all([
    paintPicture("A harbour", 1),
    paintPicture("a harbour", 1),
    paintPicture("A harbour", 2),
    paintPicture("A desert", 1),
  ]);
  expect(one.bytes.equals(again.bytes)).toBe(true);
  expect(one.bytes.equals(second.bytes)).toBe(false);
  expect(one.bytes.equals(other.bytes)).toBe(false);
  expect(await sharp(one.bytes).metadata()).toMatchObject({ format: "png", width: 1024, height: 1024 });
});

test("words are never markup: they choose, they are not drawn", async () => {
  const { bytes } = await paintPicture('"/><script>alert(1)</script>', 1);
  expect((await sharp(bytes).stats()).isOpaque).toBe(true);
});
