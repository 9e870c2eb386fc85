const slot = Symbol.for("purse.streams");
const store: typeof globalThis & { [slot]?: Set<() => void> } = globalThis;

/**
 * Keeps how to end an open stream, so that a signal to stop ends all of them: the server would wait for ever for
 * streams that stay open. Answers how to forget it.
 */
export function keepStream(end: () => void): () => void {
  const streams = openStreams();
  streams.add(end);
  return () => streams.delete(end);
}

function openStreams(): Set<() => void> {
  if (store[slot] !== undefined) return store[slot];
  const streams = new Set<() => void>();
  store[slot] = streams;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      for (const end of [...streams]) end();
    });
  }
  return streams;
}
