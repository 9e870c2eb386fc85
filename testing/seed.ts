/**
 * Runs a property so many times, from a printed seed. `SEED=… npx vitest run FILE` repeats a run, and `RUNS=20` runs each
 * property twenty times as often.
 */
export function seeded(numRuns: number): { numRuns: number; seed: number } {
  const seed = process.env.SEED ? Number(process.env.SEED) : Math.floor(Math.random() * 2 ** 31);
  console.info(`fast-check seed ${seed}`);
  return { numRuns: numRuns * Number(process.env.RUNS ?? 1), seed };
}
