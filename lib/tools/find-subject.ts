import { setImmediate } from "node:timers/promises";
import { type ColourModel, type LabColours, learnColours, logLikelihood, toLab } from "./colour-model.ts";
import { keepSolidParts } from "./keep-solid-parts.ts";
import { openPixels, type Pixels, takePixels } from "./read-photo.ts";

const WORKING_SIDE_PIXELS = 288;
const ROUNDS = 4;
const SWEEPS = 24;

/** How much each pixel of a small copy belongs to the subject, 0 to 1, and the small copy itself. */
export type Subject = { small: Pixels; belongs: Float32Array };

/** The subject of a picture, or `none` when nothing stands out against what surrounds it. */
export type SubjectSearch = ({ status: "found" } & Subject) | { status: "none" };

/**
 * Finds the foreground. It learns the colours along the border, takes what differs from them near the middle as a first
 * guess, then alternates between learning both sides' colours and letting similar neighbours agree (the idea of
 * GrabCut, with relaxation in place of a graph cut). Leaves the event loop free between rounds.
 */
export async function findSubject(pixels: Pixels): Promise<SubjectSearch> {
  const side = WORKING_SIDE_PIXELS;
  const small = await takePixels(openPixels(pixels).resize(side, side, { fit: "inside", withoutEnlargement: true }));
  const lab = toLab(small.data);
  const place = leanTowardsMiddle(small);
  const links = linkNeighbours(small, lab);

  let belongs = guess(small, lab, place);
  if (belongs === null) return { status: "none" };
  for (let round = 0; round < ROUNDS; round++) {
    await setImmediate();
    const [inside, outside] = split(belongs);
    if (inside.length === 0 || outside.length === 0) return { status: "none" };
    const evidence = weigh(lab, place, learnColours(lab, inside), learnColours(lab, outside));
    await setImmediate();
    belongs = relax(small, evidence, links);
  }

  keepSolidParts(belongs, small);
  const share = belongs.reduce((sum, value) => sum + value, 0) / belongs.length;
  return share < 0.008 || share > 0.96 ? { status: "none" } : { status: "found", small, belongs };
}

/**
 * Log-odds from position alone: the middle leans to the subject, edges to the background, the bottom edge to neither.
 */
function leanTowardsMiddle({ width, height }: Pixels) {
  const place = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const across = (2 * x) / (width - 1) - 1;
      const down = y / (height - 1) - 0.55;
      const reach = down < 0 ? across * across + (down / 0.55) ** 2 : across * across * (1 - 1.5 * down);
      place[y * width + x] = 1.2 - 2.6 * Math.min(1.1, reach);
    }
  }
  return place;
}

function guess(small: Pixels, lab: LabColours, place: Float32Array) {
  const border = walkBorder(small);
  const background = learnColours(lab, border);
  const usual = border.map((pixel) => logLikelihood(background, lab, pixel)).sort((a, b) => a - b);
  const threshold = Math.min(usual[Math.floor(usual.length * 0.04)] ?? 0, (usual[usual.length >> 1] ?? 0) - 4);
  const belongs = new Float32Array(place.length);
  let count = 0;
  for (let pixel = 0; pixel < place.length; pixel++) {
    const differs = logLikelihood(background, lab, pixel) < threshold;
    if (differs && (place[pixel] ?? 0) > -0.6) {
      belongs[pixel] = 1;
      count++;
    }
  }
  return count < place.length * 0.005 ? null : belongs;
}

/** Top edge and the upper part of both sides: a person's shoulders usually leave the picture below. */
function walkBorder({ width, height }: Pixels) {
  const thickness = Math.max(2, Math.round(Math.min(width, height) * 0.025));
  const border: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const onSide = (x < thickness || x >= width - thickness) && y < height * 0.7;
      if (y < thickness || onSide) border.push(y * width + x);
    }
  }
  return border;
}

function split(belongs: Float32Array) {
  const inside: number[] = [];
  const outside: number[] = [];
  for (let pixel = 0; pixel < belongs.length; pixel++) ((belongs[pixel] ?? 0) > 0.5 ? inside : outside).push(pixel);
  return [inside, outside] as const;
}

function weigh(lab: LabColours, place: Float32Array, subject: ColourModel, background: ColourModel) {
  return place.map((lean, pixel) => {
    const colour = logLikelihood(subject, lab, pixel) - logLikelihood(background, lab, pixel);
    return 1 / (1 + Math.exp(-(0.55 * Math.max(-8, Math.min(8, colour)) + lean)));
  });
}

/** How strongly each pixel is tied to its right and its lower neighbour: hardly at all across an edge. */
function linkNeighbours({ width, height }: Pixels, lab: LabColours) {
  const right = new Float32Array(width * height);
  const below = new Float32Array(width * height);
  const differ = (p: number, q: number) => {
    let sum = 0;
    for (let c = 0; c < 3; c++) sum += ((lab[p * 3 + c] ?? 0) - (lab[q * 3 + c] ?? 0)) ** 2;
    return sum;
  };
  let total = 0;
  for (let p = 0; p < right.length; p++) {
    right[p] = p % width < width - 1 ? differ(p, p + 1) : -1;
    below[p] = p < right.length - width ? differ(p, p + width) : -1;
    total += Math.max(0, right[p] ?? 0) + Math.max(0, below[p] ?? 0);
  }
  const sharpness = 1 / Math.max(2, total / (right.length * 2));
  const tie = (difference: number) => (difference < 0 ? 0 : 0.02 + Math.exp(-difference * sharpness));
  return { right: right.map(tie), below: below.map(tie) };
}

/** Solves for labels that follow the evidence and agree with linked neighbours, by over-relaxed Gauss–Seidel sweeps. */
function relax({ width }: Pixels, evidence: Float32Array, links: { right: Float32Array; below: Float32Array }) {
  const trust = 0.06;
  const overshoot = 1.7;
  const labels = evidence.slice();
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let p = 0; p < labels.length; p++) {
      const right = links.right[p] ?? 0;
      const left = links.right[p - 1] ?? 0;
      const below = links.below[p] ?? 0;
      const above = links.below[p - width] ?? 0;
      const pull =
        trust * (evidence[p] ?? 0) +
        right * (labels[p + 1] ?? 0) +
        left * (labels[p - 1] ?? 0) +
        below * (labels[p + width] ?? 0) +
        above * (labels[p - width] ?? 0);
      const settled = pull / (trust + right + left + below + above);
      const before = labels[p] ?? 0;
      labels[p] = before + overshoot * (settled - before);
    }
  }
  return labels.map((label) => Math.max(0, Math.min(1, label)));
}
