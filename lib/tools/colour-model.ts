/** Colours as `[lightness, a, b]` of CIELAB, flat, three numbers per pixel: distances are close to what eyes see. */
export type LabColours = Float32Array;

/** `base` is the part of the logarithm that is the same for every colour. */
type Cluster = { mean: number[]; variance: number[]; base: number };

/** How likely colours are in one part of a picture: a few Gaussians in colour space. */
export type ColourModel = readonly Cluster[];

const CLUSTERS = 5;
const ROUNDS = 6;
const SMALLEST_VARIANCE = 6;
/** A sample of this many pixels is as good as thousands more, in a fraction of the time. */
const SAMPLES = 20_000;

/** RGB bytes to CIELAB (D65). */
export function toLab(data: Uint8Array): LabColours {
  const lab = new Float32Array(data.length);
  for (let i = 0; i < data.length; i += 3) {
    const r = linear(data[i] ?? 0);
    const g = linear(data[i + 1] ?? 0);
    const b = linear(data[i + 2] ?? 0);
    const x = cubeRoot((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
    const y = cubeRoot(0.2126 * r + 0.7152 * g + 0.0722 * b);
    const z = cubeRoot((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
    lab[i] = 116 * y - 16;
    lab[i + 1] = 500 * (x - y);
    lab[i + 2] = 200 * (y - z);
  }
  return lab;
}

/** Learns the colours of the chosen pixels; the same pixels always give the same model. No pixels give an empty one. */
export function learnColours(lab: LabColours, chosen: readonly number[]): ColourModel {
  if (chosen.length === 0) return [];
  const step = Math.max(1, Math.floor(chosen.length / SAMPLES));
  const sampled = chosen.filter((_, i) => i % step === 0);
  let means = spreadSeeds(lab, sampled);
  let clusters: Cluster[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    clusters = buildClusters(lab, sampled, means);
    means = clusters.map((cluster) => cluster.mean);
  }
  return clusters;
}

/** The log-likelihood of the colour at a pixel; very low for an empty model. */
export function logLikelihood(model: ColourModel, lab: LabColours, pixel: number): number {
  let best = -60;
  for (const { mean, variance, base } of model) {
    let sum = base;
    for (let c = 0; c < 3; c++) {
      const away = (lab[pixel * 3 + c] ?? 0) - (mean[c] ?? 0);
      sum -= (0.5 * away * away) / (variance[c] ?? 1);
    }
    if (sum > best) best = sum;
  }
  return best;
}

/** Seeds are as far from each other as possible, so that no randomness is needed. */
function spreadSeeds(lab: LabColours, chosen: readonly number[]) {
  const seeds = [colourAt(lab, chosen[chosen.length >> 1] ?? 0)];
  const step = Math.max(1, Math.floor(chosen.length / 2000));
  while (seeds.length < CLUSTERS) {
    let farthest = { pixel: -1, distance: 1 };
    for (let i = 0; i < chosen.length; i += step) {
      const pixel = chosen[i] ?? 0;
      const distance = Math.min(...seeds.map((seed) => squaredDistance(lab, pixel, seed)));
      if (distance > farthest.distance) farthest = { pixel, distance };
    }
    if (farthest.pixel < 0) break;
    seeds.push(colourAt(lab, farthest.pixel));
  }
  return seeds;
}

function buildClusters(lab: LabColours, chosen: readonly number[], means: number[][]): Cluster[] {
  const sums = means.map(() => ({ count: 0, first: [0, 0, 0], second: [0, 0, 0] }));
  for (const pixel of chosen) {
    let nearest = 0;
    let shortest = Number.POSITIVE_INFINITY;
    for (let m = 0; m < means.length; m++) {
      const distance = squaredDistance(lab, pixel, means[m] ?? []);
      if (distance < shortest) [nearest, shortest] = [m, distance];
    }
    const sum = sums[nearest];
    if (!sum) continue;
    sum.count++;
    for (let c = 0; c < 3; c++) {
      const value = lab[pixel * 3 + c] ?? 0;
      sum.first[c] = (sum.first[c] ?? 0) + value;
      sum.second[c] = (sum.second[c] ?? 0) + value * value;
    }
  }
  return sums
    .filter((sum) => sum.count > 0)
    .map(({ count, first, second }) => {
      const mean = first.map((value) => value / count);
      const variance = second.map((value, c) => Math.max(SMALLEST_VARIANCE, value / count - (mean[c] ?? 0) ** 2));
      const base = variance.reduce((sum, spread) => sum - 0.5 * Math.log(spread), Math.log(count / chosen.length));
      return { mean, variance, base };
    });
}

function squaredDistance(lab: LabColours, pixel: number, colour: readonly number[]) {
  const l = (lab[pixel * 3] ?? 0) - (colour[0] ?? 0);
  const a = (lab[pixel * 3 + 1] ?? 0) - (colour[1] ?? 0);
  const b = (lab[pixel * 3 + 2] ?? 0) - (colour[2] ?? 0);
  return l * l + a * a + b * b;
}

function colourAt(lab: LabColours, pixel: number) {
  return [lab[pixel * 3] ?? 0, lab[pixel * 3 + 1] ?? 0, lab[pixel * 3 + 2] ?? 0];
}

function linear(byte: number) {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function cubeRoot(value: number) {
  return value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116;
}
