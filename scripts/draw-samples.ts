import { mkdir } from "node:fs/promises";
import sharp from "sharp";

type Sample = {
  file: string;
  backdrop: [string, string];
  skin: [string, string];
  hair: string;
  shirt: [string, string];
  curls: boolean;
};

const SAMPLES: Sample[] = [
  {
    file: "ines.jpg",
    backdrop: ["#dfe9e4", "#8fb3a6"],
    skin: ["#f2c9a5", "#d99d74"],
    hair: "#3b2219",
    shirt: ["#d4583a", "#9f3720"],
    curls: false,
  },
  {
    file: "tomo.jpg",
    backdrop: ["#ece4f5", "#a792cf"],
    skin: ["#c98d62", "#9a6039"],
    hair: "#17141a",
    shirt: ["#f0ede6", "#c6bfb1"],
    curls: true,
  },
  {
    file: "edda.jpg",
    backdrop: ["#24344f", "#0e1626"],
    skin: ["#f5d6c1", "#dba88c"],
    hair: "#c9762b",
    shirt: ["#2f8c87", "#1c5a5a"],
    curls: false,
  },
];

// The bundled portraits are drawn, not photographed: no real person's picture is in the project. Run once, the files are committed.
const folder = new URL("../public/samples/", import.meta.url);
await mkdir(folder, { recursive: true });
for (const sample of SAMPLES) {
  await sharp(Buffer.from(drawPortrait(sample)))
    .jpeg({ quality: 86, mozjpeg: true })
    .toFile(new URL(sample.file, folder).pathname);
}

function drawPortrait({ backdrop, skin, hair, shirt, curls }: Sample) {
  const gradient = (id: string, [from, to]: [string, string]) =>
    `<radialGradient id="${id}" cx=".38" cy=".3" r=".85"><stop stop-color="${from}"/><stop offset="1" stop-color="${to}"/></radialGradient>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="1000" viewBox="0 0 800 1000">
<defs>${gradient("backdrop", backdrop)}${gradient("skin", skin)}${gradient("shirt", shirt)}
<filter id="soft"><feGaussianBlur stdDeviation="26"/></filter><filter id="blush"><feGaussianBlur stdDeviation="14"/></filter></defs>
<rect width="800" height="1000" fill="url(#backdrop)"/>
<g filter="url(#soft)" opacity=".35"><circle cx="130" cy="210" r="90" fill="${backdrop[0]}"/><circle cx="690" cy="330" r="120" fill="${backdrop[0]}"/>
<circle cx="640" cy="760" r="100" fill="${backdrop[1]}"/></g>
${curls ? drawCurls(hair) : `<path d="M226 430C210 190 330 120 410 124c110 2 190 90 176 300-4 90 34 190 10 300-60 40-330 40-390 0-20-110 26-200 20-294z" fill="${hair}"/>`}
<path d="M60 1000c10-200 120-290 266-322 34 40 114 40 148 0 146 32 256 122 266 322z" fill="url(#shirt)"/>
<path d="M336 570h128v112c-10 54-118 54-128 0z" fill="${skin[1]}"/>
<path d="M330 676c30 66 110 66 140 0l16 6c-40 88-132 88-172 0z" fill="#fff" opacity=".22"/>
<ellipse cx="400" cy="430" rx="146" ry="190" fill="url(#skin)"/>
<ellipse cx="256" cy="446" rx="22" ry="40" fill="${skin[1]}"/><ellipse cx="544" cy="446" rx="22" ry="40" fill="${skin[1]}"/>
<g filter="url(#blush)" opacity=".3" fill="#d4543f"><ellipse cx="312" cy="500" rx="36" ry="24"/><ellipse cx="488" cy="500" rx="36" ry="24"/></g>
<g fill="#fff"><ellipse cx="340" cy="424" rx="29" ry="17"/><ellipse cx="460" cy="424" rx="29" ry="17"/></g>
<g fill="#3a2a20"><circle cx="341" cy="424" r="15"/><circle cx="461" cy="424" r="15"/></g>
<g fill="#fff"><circle cx="346" cy="418" r="5"/><circle cx="466" cy="418" r="5"/></g>
<g fill="none" stroke="${hair}" stroke-linecap="round" stroke-width="11"><path d="M304 382q36-22 70-4M426 378q36-18 70 4"/></g>
<path d="M402 430c-4 40-26 66-18 78 8 10 26 10 38 4" fill="none" stroke="${skin[1]}" stroke-width="9" stroke-linecap="round"/>
<path d="M346 552q54 44 108 0-54 12-108 0z" fill="#a8433d"/>
${curls ? drawFringe(hair) : `<path d="M248 420c-6-150 80-214 152-214s160 60 152 214c-20-90-60-130-96-152-70 60-160 50-208 152z" fill="${hair}"/>`}
</svg>`;
}

function drawCurls(hair: string) {
  const curls = Array.from({ length: 15 }, (_, i) => {
    const turn = Math.PI * (0.86 + (1.28 * i) / 14);
    return `<circle cx="${(400 + 168 * Math.cos(turn)).toFixed(0)}" cy="${(380 + 196 * Math.sin(turn)).toFixed(0)}" r="${62 + (i % 3) * 8}"/>`;
  });
  return `<g fill="${hair}">${curls.join("")}<ellipse cx="400" cy="330" rx="190" ry="170"/></g>`;
}

function drawFringe(hair: string) {
  const curls = Array.from({ length: 7 }, (_, i) => `<circle cx="${280 + i * 40}" cy="${292 - (i % 2) * 16}" r="36"/>`);
  return `<g fill="${hair}">${curls.join("")}<ellipse cx="400" cy="262" rx="120" ry="46"/></g>`;
}
