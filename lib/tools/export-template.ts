import sharp, { type OverlayOptions } from "sharp";
import { demonstrationMark } from "./demonstration-mark.ts";
import { drawText } from "./draw-text.ts";
import { openPixels, type Pixels } from "./read-photo.ts";
import { TEMPLATES, type Template } from "./templates.ts";

/** A user's input for a template; the photo is optional. */
export type TemplateOrder = {
  template: string;
  headline: string;
  detail: string;
  photo: Pixels | null;
  watermark: boolean;
};

/** The finished picture, or that the template does not exist. */
export type TemplateExport =
  | { status: "made"; png: Buffer; width: number; height: number }
  | { status: "unknown-template" };

/** Draws a template with a user's text and photo; with `watermark`, the mark is drawn across the whole picture. */
export async function exportTemplate(order: TemplateOrder): Promise<TemplateExport> {
  const template = TEMPLATES.find(({ slug }) => slug === order.template);
  if (!template) return { status: "unknown-template" };
  const { width, height } = template;
  const layers = [
    ...(order.photo ? [await placePhoto(order.photo, template)] : []),
    await placeWords(order.headline, "bold", template.headline),
    await placeWords(order.detail, "medium", template.detail),
    ...(order.watermark ? await placeWatermark(template) : []),
  ].filter((layer) => layer !== null);
  const ground = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${template.ground}</svg>`;
  const png = await sharp(Buffer.from(ground))
    .composite(layers)
    .removeAlpha()
    .withExif(demonstrationMark)
    .png({ compressionLevel: 6 })
    .toBuffer();
  return { status: "made", png, width, height };
}

async function placePhoto(photo: Pixels, template: Template): Promise<OverlayOptions> {
  const { left, top, width, height, radius } = template.photo;
  const shape = `<svg xmlns="http://www.w3.org/2000/svg"><rect width="${width}" height="${height}" rx="${radius}"/></svg>`;
  const input = await openPixels(photo)
    .resize(width, height, { fit: "cover", position: sharp.strategy.attention })
    .ensureAlpha()
    .composite([{ input: Buffer.from(shape), blend: "dest-in" }])
    .png({ compressionLevel: 1 })
    .toBuffer();
  return { input, left, top };
}

async function placeWords(
  text: string,
  weight: "bold" | "medium",
  place: Template["headline"],
): Promise<OverlayOptions | null> {
  if (text.trim() === "") return null;
  const { left, top, width, height, sizePixels, colour } = place;
  const words = await drawText({ text: text.trim(), weight, colour, sizePixels, width, height });
  return { input: words.png, left, top };
}

async function placeWatermark({ width, height }: Template): Promise<OverlayOptions[]> {
  const letters = { text: "Purse preview", weight: "bold", sizePixels: 46, width: 480, height: 80 } as const;
  const light = await drawText({ ...letters, colour: "#ffffff", opacity: 0.42 });
  const dark = await drawText({ ...letters, colour: "#000000", opacity: 0.34 });
  const edge = { width: light.width + 80, height: light.height + 90 };
  const mark = await sharp({ create: { ...edge, channels: 4, background: "#00000000" } })
    .composite([
      { input: dark.png, left: 42, top: 47 },
      { input: light.png, left: 40, top: 45 },
    ])
    .png()
    .toBuffer();
  // Tiled first and turned afterwards: the slant stays even from one mark to the next.
  const side = Math.ceil(Math.hypot(width, height));
  const sheet = await sharp({ create: { width: side, height: side, channels: 4, background: "#00000000" } })
    .composite([{ input: mark, tile: true, left: 0, top: 0 }])
    .png({ compressionLevel: 1 })
    .toBuffer();
  const turned = await sharp(sheet).rotate(-24, { background: "#00000000" }).png({ compressionLevel: 1 }).toBuffer();
  const { width: turnedWidth, height: turnedHeight } = await sharp(turned).metadata();
  const left = Math.floor((turnedWidth - width) / 2);
  const top = Math.floor((turnedHeight - height) / 2);
  return [{ input: await sharp(turned).extract({ left, top, width, height }).png().toBuffer(), left: 0, top: 0 }];
}
