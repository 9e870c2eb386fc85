import sharp from "sharp";
import { demonstrationMark } from "./demonstration-mark.ts";
import { pick, randomOf } from "./random-of.ts";

const SIDE_PIXELS = 1024;

type Random = () => number;

/**
 * An abstract picture, painted by rules chosen by the text: the same text and number give the same picture, others
 * another. A demonstration: no trained model is used.
 */
export async function paintPicture(
  prompt: string,
  number: number,
): Promise<{ bytes: Buffer; width: number; height: number }> {
  const random = randomOf(`picture ${number} ${prompt.toLowerCase()}`);
  const colours = chooseColours(random);
  const layers = pick(random, [paintHills, paintRibbons, paintDiscs])(random, colours);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE_PIXELS}" height="${SIDE_PIXELS}" viewBox="0 0 1000 1000">
<defs><linearGradient id="ground" x1="0" y1="0" x2="${random().toFixed(2)}" y2="1"><stop stop-color="${colours.light}"/>
<stop offset="1" stop-color="${colours.ground}"/></linearGradient><filter id="soft"><feGaussianBlur stdDeviation="${12 + Math.round(random() * 18)}"/></filter></defs>
<rect width="1000" height="1000" fill="url(#ground)"/>
<circle cx="${at(random, 150, 850)}" cy="${at(random, 120, 420)}" r="${at(random, 60, 190)}" fill="${colours.sun}" opacity=".9"/>
<g filter="url(#soft)" opacity=".5">${layers}</g>${layers}</svg>`;
  const picture = sharp(Buffer.from(svg)).removeAlpha().withExif(demonstrationMark);
  const bytes = await picture.png({ compressionLevel: 6 }).toBuffer();
  return { bytes, width: SIDE_PIXELS, height: SIDE_PIXELS };
}

type Colours = { light: string; ground: string; sun: string; layers: [string, ...string[]] };

/** Neighbouring hues and one opposite, so that every picture has a mood of its own. */
function chooseColours(random: Random): Colours {
  const hue = Math.floor(random() * 360);
  const dark = random() < 0.4;
  const tone = (turn: number, saturation: number, lightness: number) =>
    `hsl(${Math.round(hue + turn + 360) % 360} ${saturation}% ${lightness}%)`;
  return {
    light: tone(20, 60, dark ? 24 : 90),
    ground: tone(-30, 55, dark ? 10 : 72),
    sun: tone(180, 85, 64),
    layers: [tone(0, 55, 46), tone(25, 60, 56), tone(-25, 50, 36), tone(50, 65, 66), tone(-50, 45, 26)],
  };
}

function paintHills(random: Random, { layers }: Colours): string {
  return layers
    .map((colour, index) => {
      const height = 380 + index * 120 + random() * 60;
      const points = Array.from({ length: 6 }, (_, i) => `${i * 200} ${Math.round(height + (random() - 0.5) * 190)}`);
      return `<path d="M0 1000L${points.join("L")}V1000z" fill="${colour}" stroke="${colour}" stroke-width="60" stroke-linejoin="round" opacity=".86"/>`;
    })
    .join("");
}

function paintRibbons(random: Random, { layers }: Colours): string {
  return Array.from({ length: 14 }, () => {
    const [from, to] = [at(random, 0, 1000), at(random, 0, 1000)];
    const bend = `${at(random, 200, 500)} ${at(random, -200, 1200)} ${at(random, 500, 800)} ${at(random, -200, 1200)}`;
    return `<path d="M-50 ${from}C${bend} 1050 ${to}" fill="none" stroke="${pick(random, layers)}" stroke-width="${at(random, 10, 74)}" stroke-linecap="round" opacity=".78"/>`;
  }).join("");
}

function paintDiscs(random: Random, { layers }: Colours): string {
  return Array.from({ length: 20 }, () => {
    const place = `cx="${at(random, 0, 1000)}" cy="${at(random, 250, 1000)}" r="${at(random, 30, 180)}"`;
    const colour = pick(random, layers);
    return random() < 0.3
      ? `<circle ${place} fill="none" stroke="${colour}" stroke-width="${at(random, 8, 36)}"/>`
      : `<circle ${place} fill="${colour}" opacity=".76"/>`;
  }).join("");
}

function at(random: Random, from: number, to: number): number {
  return Math.round(from + random() * (to - from));
}
