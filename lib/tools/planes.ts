type Size = { width: number; height: number };

/** The mean over a square window of `2 * radius + 1` pixels a side, cut off at the edges of the plane. */
export function blur(plane: Float32Array, width: number, height: number, radius: number): Float32Array {
  const across = new Float32Array(plane.length);
  for (let y = 0; y < height; y++) slide({ from: plane, to: across, start: y * width, step: 1, length: width, radius });
  const result = new Float32Array(plane.length);
  for (let x = 0; x < width; x++) slide({ from: across, to: result, start: x, step: width, length: height, radius });
  return result;
}

/** The plane at another size, with values between its pixels interpolated. */
export function scaleUp(plane: Float32Array, from: Size, to: Size): Float32Array {
  const result = new Float32Array(to.width * to.height);
  for (let y = 0; y < to.height; y++) result.set(scaleUpRow({ plane, from, to, y }), y * to.width);
  return result;
}

/** One row of the plane at another size, for pictures that are too large to resize at once. */
export function scaleUpRow({ plane, from, to, y }: { plane: Float32Array; from: Size; to: Size; y: number }) {
  const row = new Float32Array(to.width);
  const v = Math.max(0, Math.min(from.height - 1, ((y + 0.5) * from.height) / to.height - 0.5));
  const top = Math.floor(v);
  const upper = top * from.width;
  const lower = Math.min(from.height - 1, top + 1) * from.width;
  for (let x = 0; x < to.width; x++) {
    const u = Math.max(0, Math.min(from.width - 1, ((x + 0.5) * from.width) / to.width - 0.5));
    const left = Math.floor(u);
    const right = Math.min(from.width - 1, left + 1);
    const a = (plane[upper + left] ?? 0) * (1 - u + left) + (plane[upper + right] ?? 0) * (u - left);
    const b = (plane[lower + left] ?? 0) * (1 - u + left) + (plane[lower + right] ?? 0) * (u - left);
    row[x] = a * (1 - v + top) + b * (v - top);
  }
  return row;
}

type Run = { from: Float32Array; to: Float32Array; start: number; step: number; length: number; radius: number };

function slide({ from, to, start, step, length, radius }: Run) {
  let sum = 0;
  let count = 0;
  for (let i = -radius; i < length; i++) {
    const entering = i + radius;
    if (entering < length) {
      sum += from[start + entering * step] ?? 0;
      count++;
    }
    const leaving = i - radius - 1;
    if (leaving >= 0) {
      sum -= from[start + leaving * step] ?? 0;
      count--;
    }
    if (i >= 0) to[start + i * step] = sum / count;
  }
}
