/** A client that takes nothing for so long has left, or holds up others. */
const stalledMs = 60_000;

/**
 * A body that is made while the client reads it, and never ahead of it. `onEnd` is called once, however it ends: complete, failed,
 * cancelled by the client, or given up because the client takes nothing more.
 */
export function streamText(chunks: AsyncGenerator<string>, onEnd: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const end = () => {
    clearTimeout(timer);
    if (ended) return;
    ended = true;
    onEnd();
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(timer);
        try {
          const { value, done } = await chunks.next();
          if (done) {
            end();
            controller.close();
            return;
          }
          controller.enqueue(encoder.encode(value));
          timer = setTimeout(() => {
            end();
            controller.error(new Error("the client stopped reading"));
          }, stalledMs);
        } catch (error) {
          end();
          throw error;
        }
      },
      async cancel() {
        end();
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
}
