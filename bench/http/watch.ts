import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";
import { type WatchAnswer, watchAsk } from "./watch-messages.ts";

// Loaded into a process of the app before its own code (`--import`), only by the bench: reports on the process. The
// app knows nothing of it.

if (isMainThread) {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  process.on("message", (message) => {
    const asked = watchAsk.safeParse(message);
    if (!asked.success) return;
    if (asked.data.bench === "begin") {
      delays.reset();
      delays.enable();
    } else delays.disable();
    const { rss: resident, heapUsed: heap } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    if (asked.data.bench === "collect") globalThis.gc?.();
    const cpu = (user + system) / 1000;
    process.send?.({ resident, heap, cpu, stall: delays.max / 1e6 } satisfies WatchAnswer);
  });
}
