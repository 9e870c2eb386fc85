/** Milliseconds per call, one after the other. */
export async function timeOf(call: () => Promise<unknown>, ms: number): Promise<number> {
  const started = performance.now();
  let done = 0;
  for (; performance.now() - started < ms; done += 1) await call();
  return (performance.now() - started) / done;
}
