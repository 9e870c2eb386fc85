type Box = { left: number; top: number; width: number; height: number };

/** A template: a drawn background, a place for a photo and two places for text. */
export type Template = {
  slug: string;
  width: number;
  height: number;
  ground: string;
  photo: Box & { radius: number };
  headline: Box & { sizePixels: number; colour: string };
  detail: Box & { sizePixels: number; colour: string };
};

/** All templates, in the order on screen. */
export const TEMPLATES = [
  {
    slug: "poster",
    width: 1080,
    height: 1350,
    ground: `<defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="#1c1b2e"/><stop offset="1" stop-color="#3b2a5c"/></linearGradient></defs>
<rect width="1080" height="1350" fill="url(#g)"/><circle cx="930" cy="180" r="340" fill="#ff9d4d" opacity=".9"/>
<circle cx="930" cy="180" r="220" fill="#ffc48f" opacity=".55"/><path d="M0 980q300-160 560-40t520-80v490H0z" fill="#110f1f" opacity=".72"/>
<rect x="72" y="1258" width="120" height="10" rx="5" fill="#ff9d4d"/>`,
    photo: { left: 72, top: 88, width: 936, height: 720, radius: 36 },
    headline: { left: 72, top: 880, width: 936, height: 230, sizePixels: 104, colour: "#ffffff" },
    detail: { left: 72, top: 1130, width: 936, height: 104, sizePixels: 38, colour: "#d9d3ea" },
  },
  {
    slug: "quote",
    width: 1080,
    height: 1080,
    ground: `<rect width="1080" height="1080" fill="#f4efe6"/><rect x="40" y="40" width="1000" height="1000" rx="28" fill="none" stroke="#1f3d36" stroke-width="4"/>
<path d="M96 190c0-60 40-100 100-112v44c-26 8-42 24-44 48h44v84H96zm130 0c0-60 40-100 100-112v44c-26 8-42 24-44 48h44v84H226z" fill="#d4583a"/>
<path d="M1040 760v252q0 28-28 28H760q240-40 280-280z" fill="#1f3d36"/>`,
    photo: { left: 96, top: 800, width: 168, height: 168, radius: 84 },
    headline: { left: 96, top: 300, width: 888, height: 440, sizePixels: 84, colour: "#1f3d36" },
    detail: { left: 296, top: 850, width: 440, height: 110, sizePixels: 36, colour: "#5a5146" },
  },
  {
    slug: "banner",
    width: 1200,
    height: 630,
    ground: `<defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="#0f766e"/><stop offset="1" stop-color="#134e4a"/></linearGradient></defs>
<rect width="1200" height="630" fill="url(#g)"/><g fill="none" stroke="#5eead4" stroke-opacity=".28" stroke-width="3"><circle cx="980" cy="315" r="250"/>
<circle cx="980" cy="315" r="330"/><circle cx="980" cy="315" r="410"/></g><circle cx="980" cy="315" r="170" fill="#5eead4" opacity=".35"/>
<rect x="64" y="84" width="72" height="10" rx="5" fill="#5eead4"/>`,
    photo: { left: 760, top: 95, width: 376, height: 440, radius: 32 },
    headline: { left: 64, top: 128, width: 640, height: 300, sizePixels: 80, colour: "#ffffff" },
    detail: { left: 64, top: 452, width: 640, height: 110, sizePixels: 34, colour: "#ccfbf1" },
  },
] as const satisfies readonly Template[];

/** The names of all templates, for checking what a form names. */
export const templateSlugs = TEMPLATES.map(({ slug }) => slug);
