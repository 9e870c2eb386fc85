import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import sharp, { type OverlayOptions } from "sharp";
import { animatePortrait } from "#lib/tools/animate-portrait.ts";
import { cutOut } from "#lib/tools/cut-out.ts";
import { drawText } from "#lib/tools/draw-text.ts";
import { exportTemplate } from "#lib/tools/export-template.ts";
import { paintPicture } from "#lib/tools/paint-picture.ts";
import { type Pixels, readPhoto } from "#lib/tools/read-photo.ts";
import { TEMPLATES } from "#lib/tools/templates.ts";
import { writeScript } from "#lib/tools/write-script.ts";

// The pictures of the gallery are made by the tools themselves out of the bundled portraits. Run after scripts/draw-samples.ts.
const samples = fileURLToPath(new URL("../public/samples/", import.meta.url));
const [ines, tomo, edda] = [await open("ines"), await open("tomo"), await open("edda")];
const size = { width: 640, height: 400 };

const designs: Buffer[] = [];
for (const { slug } of TEMPLATES) {
  const words = { headline: "Open studio, all summer", detail: "Saturday 12 July, 14:00" };
  const design = await exportTemplate({
    template: slug,
    ...words,
    photo: slug === "banner" ? tomo : ines,
    watermark: false,
  });
  if (design.status !== "made") throw new Error(design.status);
  designs.push(design.png);
  await sharp(design.png)
    .resize(360, 360, { fit: "inside" })
    .jpeg({ quality: 82, mozjpeg: true })
    .toFile(`${samples}template-${slug}.jpg`);
}

await save("tool-template", "#e8e6f0", [
  { input: await card(designs[0], 220, 275, -5), left: 50, top: 50 },
  { input: await card(designs[1], 210, 210, 4), left: 380, top: 30 },
  { input: await card(designs[2], 270, 142, -2), left: 300, top: 230 },
]);
await save("tool-animation", "#1d1a2b", [
  { input: await card(await picture(tomo), 240, 300, -11), left: 120, top: 30 },
  { input: await card(await picture(tomo), 240, 300, 9), left: 230, top: 34 },
  { input: await card(await picture(tomo), 260, 325, 0), left: 190, top: 37 },
  { input: Buffer.from(playMark()), left: 282, top: 268 },
]);

const cutout = await cutOut(edda);
if (cutout.status !== "made") throw new Error(cutout.status);
const half = { width: 320, height: 400, fit: "cover", position: "top" } as const;
await save("tool-cutout", "#ffffff", [
  {
    input: await sharp(await picture(edda))
      .resize(half)
      .png()
      .toBuffer(),
    left: 0,
    top: 0,
  },
  { input: Buffer.from(checkers()), left: 320, top: 0 },
  { input: await sharp(cutout.png).resize(half).png().toBuffer(), left: 320, top: 0 },
]);

await drawClip();
const paintings = await Promise.all([1, 2, 3].map((number) => paintPicture("A harbour in the fog", number)));
await save(
  "tool-image",
  "#ece8df",
  await Promise.all(
    paintings.map(async ({ bytes }, index) => {
      return {
        input: await card(bytes, 250, 250, [-7, 5, -2][index] ?? 0),
        left: 30 + index * 160,
        top: 30 + (index % 2) * 70,
      };
    }),
  ),
);
const words = writeScript("A baker who starts work when the city goes to sleep").split("\n").slice(0, 14).join("\n");
await save("tool-script", "#23302c", [{ input: await card(await page(words), 380, 340, -3), left: 120, top: 24 }]);
await save("tool-background", "#ffffff", [
  { input: Buffer.from(checkers(640)), left: 0, top: 0 },
  ...(await Promise.all(
    [ines, tomo, edda].map(async (portrait, index) => {
      const cut = await cutOut(portrait);
      if (cut.status !== "made") throw new Error(cut.status);
      const input = await sharp(cut.png).resize(260, 340, { fit: "cover", position: "top" }).png().toBuffer();
      return { input, left: 10 + index * 180, top: 60 };
    }),
  )),
]);

/** A portrait in motion on its background, in fifteen frames: the example for background removal. */
async function drawClip(): Promise<void> {
  const { webp } = await animatePortrait(ines);
  const pages = Array.from({ length: 15 }, (_, index) => index * 2);
  const [width, height] = [256, 320];
  const frames = await Promise.all(
    pages.map((page) => sharp(webp, { page }).resize(width, height).removeAlpha().raw().toBuffer()),
  );
  const raw = { width, height: height * pages.length, channels: 3, pageHeight: height } as const;
  await sharp(Buffer.concat(frames), { raw })
    .webp({ quality: 70, effort: 4, loop: 0, delay: pages.map(() => 132) })
    .toFile(`${samples}clip.webp`);
}

async function page(text: string): Promise<Buffer> {
  const letters = await drawText({
    text,
    weight: "medium",
    colour: "#26211b",
    sizePixels: 22,
    width: 660,
    height: 590,
  });
  return sharp({ create: { width: 760, height: 680, channels: 3, background: "#fbf8f1" } })
    .composite([{ input: letters.png, left: 50, top: 45 }])
    .png()
    .toBuffer();
}

async function open(name: string): Promise<Pixels> {
  const reading = await readPhoto(await readFile(`${samples}${name}.jpg`));
  if (reading.status !== "read") throw new Error(reading.reason);
  return reading.pixels;
}

function picture({ data, width, height }: Pixels) {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

async function card(input: Buffer | undefined, width: number, height: number, degrees: number) {
  const round = `<svg><rect width="${width}" height="${height}" rx="14"/></svg>`;
  const flat = await sharp(input)
    .resize(width, height, { fit: "cover" })
    .ensureAlpha()
    .composite([{ input: Buffer.from(round), blend: "dest-in" }])
    .png()
    .toBuffer();
  return sharp(flat).rotate(degrees, { background: "#00000000" }).png().toBuffer();
}

async function save(name: string, background: string, layers: OverlayOptions[]) {
  await sharp({ create: { ...size, channels: 3, background } })
    .composite(layers)
    .jpeg({ quality: 84, mozjpeg: true })
    .toFile(`${samples}${name}.jpg`);
}

function playMark() {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="76" height="76"><circle cx="38" cy="38" r="38" fill="#fff" opacity=".92"/><path d="M30 23v30l25-15z" fill="#1d1a2b"/></svg>`;
}

function checkers(width = 320) {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="400"><defs><pattern id="p" width="32" height="32" patternUnits="userSpaceOnUse">
<rect width="32" height="32" fill="#fff"/><path d="M0 0h16v16H0zM16 16h16v16H16z" fill="#dcdce2"/></pattern></defs><rect width="${width}" height="400" fill="url(#p)"/></svg>`;
}
