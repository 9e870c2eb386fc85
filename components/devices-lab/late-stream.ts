/** The same bytes in the same order, each delayed by the milliseconds that `lateBy` returns when it arrives. */
export function arriveLate(body: ReadableStream<Uint8Array<ArrayBuffer>>, lateBy: () => number) {
  const reader = body.getReader();
  let over = false;
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => {
      const forward = async () => {
        // Each waits for the one before it: timers that end in the same millisecond fire in any order.
        let before = Promise.resolve();
        for (;;) {
          const { done, value } = await reader.read();
          const late = new Promise((resolve) => setTimeout(resolve, lateBy()));
          before = Promise.all([before, late]).then(() => {
            if (over) return;
            if (!done) return controller.enqueue(value);
            over = true;
            controller.close();
          });
          if (done) return await before;
        }
      };
      void forward().catch((error: unknown) => {
        if (!over) controller.error(error);
        over = true;
      });
    },
    cancel: async (reason) => {
      over = true;
      await reader.cancel(reason);
    },
  });
}
