/** The same bytes in the same order, each as many milliseconds later as `lateBy` says when it arrives. */
export function arriveLate(body: ReadableStream<Uint8Array<ArrayBuffer>>, lateBy: () => number) {
  const reader = body.getReader();
  let over = false;
  let readyAt = 0;
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => {
      const fail = (error: unknown) => {
        if (!over) controller.error(error);
        over = true;
      };
      const forward = async () => {
        for (;;) {
          const { done, value } = await reader.read();
          readyAt = Math.max(readyAt, performance.now() + lateBy());
          setTimeout(
            () => {
              if (over) return;
              if (!done) return controller.enqueue(value);
              over = true;
              controller.close();
            },
            Math.max(0, readyAt - performance.now()),
          );
          if (done) return;
        }
      };
      void forward().catch(fail);
    },
    cancel: async (reason) => {
      over = true;
      await reader.cancel(reason);
    },
  });
}
