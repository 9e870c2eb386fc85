import { createHash } from "node:crypto";

/** A generator of numbers from 0 to below 1, seeded by a text: the same text gives the same numbers. */
export function randomOf(words: string): () => number {
  let state = createHash("sha256").update(words).digest().readUInt32LE(0);
  // mulberry32: small, even enough for pictures and texts, and deterministic.
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** One of several, chosen by such a generator. */
export function pick<T>(random: () => number, from: readonly [T, ...T[]]): T {
  return from[Math.floor(random() * from.length)] ?? from[0];
}

/** All of several, in an order chosen by such a generator. */
export function shuffle<T>(random: () => number, from: readonly T[]): T[] {
  return from
    .map((one) => ({ one, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
}
