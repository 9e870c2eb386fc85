/** The widest soft edge, in pixels of the small copy; partly transparent pixels farther out are haze. */
const EDGE_PIXELS = 3;

/**
 * Clears specks that the search took for subject and fills small gaps inside it, in place. A part stays when it has at
 * least an eighth of the largest one's size; a gap closes when it is under a fiftieth and does not reach the edge.
 * What remains beyond a soft edge is cleared too.
 */
export function keepSolidParts(belongs: Float32Array, size: { width: number; height: number }): void {
  const parts = findParts(size, (pixel) => (belongs[pixel] ?? 0) > 0.5);
  const largest = Math.max(0, ...parts.map((part) => part.pixels.length));
  for (const part of parts) {
    if (part.pixels.length < largest / 8) for (const pixel of part.pixels) belongs[pixel] = 0;
  }
  for (const gap of findParts(size, (pixel) => (belongs[pixel] ?? 0) <= 0.5)) {
    if (!gap.touchesEdge && gap.pixels.length < largest / 50) for (const pixel of gap.pixels) belongs[pixel] = 1;
  }
  const near = belongs.map((value) => (value > 0.5 ? 1 : 0));
  for (let step = 0; step < EDGE_PIXELS; step++) grow(near, size.width);
  for (let pixel = 0; pixel < belongs.length; pixel++) if (!near[pixel]) belongs[pixel] = 0;
}

/** Adds the neighbours of every marked pixel, in place. */
function grow(marked: Float32Array, width: number): void {
  const before = marked.slice();
  for (let pixel = 0; pixel < before.length; pixel++) {
    if (!before[pixel]) continue;
    if (pixel % width > 0) marked[pixel - 1] = 1;
    if (pixel % width < width - 1) marked[pixel + 1] = 1;
    if (pixel >= width) marked[pixel - width] = 1;
    if (pixel + width < before.length) marked[pixel + width] = 1;
  }
}

function findParts({ width, height }: { width: number; height: number }, within: (pixel: number) => boolean) {
  const seen = new Uint8Array(width * height);
  const parts: { pixels: number[]; touchesEdge: boolean }[] = [];
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] || !within(start)) continue;
    const part = { pixels: [start], touchesEdge: false };
    seen[start] = 1;
    for (let next = 0; next < part.pixels.length; next++) {
      const pixel = part.pixels[next] ?? 0;
      const x = pixel % width;
      const y = (pixel - x) / width;
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) part.touchesEdge = true;
      for (const other of [x > 0 ? pixel - 1 : -1, x < width - 1 ? pixel + 1 : -1, pixel - width, pixel + width]) {
        if (other < 0 || other >= seen.length || seen[other] || !within(other)) continue;
        seen[other] = 1;
        part.pixels.push(other);
      }
    }
    parts.push(part);
  }
  return parts;
}
