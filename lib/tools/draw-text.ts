import { join } from "node:path";
import sharp from "sharp";

const FONTS = join(process.cwd(), "node_modules", "geist", "dist", "fonts", "geist-sans");
const SMALLEST_SIZE_PIXELS = 18;

/** Text to draw: letters of at most `sizePixels`, smaller when the text does not fit the box. */
export type Lettering = {
  text: string;
  weight: "bold" | "medium";
  colour: string;
  opacity?: number;
  sizePixels: number;
  width: number;
  height: number;
};

/** A transparent picture of the text, wrapped to the box. What does not fit at the smallest size is cut off. */
export async function drawText(lettering: Lettering): Promise<{ png: Buffer; width: number; height: number }> {
  for (let size = lettering.sizePixels; ; size = Math.floor(size * 0.88)) {
    const { data, info } = await setLetters(lettering, size);
    if (info.width <= lettering.width && info.height <= lettering.height) {
      return { png: data, width: info.width, height: info.height };
    }
    if (size <= SMALLEST_SIZE_PIXELS) {
      const [width, height] = [Math.min(info.width, lettering.width), Math.min(info.height, lettering.height)];
      return { png: await sharp(data).extract({ left: 0, top: 0, width, height }).png().toBuffer(), width, height };
    }
  }
}

function setLetters({ text, weight, colour, opacity = 1, width }: Lettering, size: number) {
  const letters = `<span foreground="${colour}" fgalpha="${Math.round(opacity * 100)}%">${escapeMarkup(text)}</span>`;
  const bold = weight === "bold";
  return sharp({
    text: {
      text: letters,
      font: `Geist ${bold ? "Bold" : "Medium"} ${size}`,
      fontfile: join(FONTS, bold ? "Geist-Bold.ttf" : "Geist-Medium.ttf"),
      width,
      dpi: 72,
      rgba: true,
      wrap: "word-char",
      spacing: Math.round(size * (bold ? 0.08 : 0.32)),
    },
  })
    .png()
    .toBuffer({ resolveWithObject: true });
}

/** The text is user input: no character may be read as markup. */
function escapeMarkup(text: string) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
