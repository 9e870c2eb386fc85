import { type Figure, median } from "./figure.ts";
import { startClients } from "./http/clients.ts";
import { openWithUsers } from "./http/people.ts";
import { serveApp } from "./http/serve-app.ts";
import type { Size } from "./size.ts";

/** How long after a spend's response another device of the account gets its event, with many streams open. */
export async function measureEvents(size: Size): Promise<Figure[]> {
  const {
    rounds,
    events: { streams, aSecond, spends },
  } = size;
  const users = await openWithUsers(streams);
  const app = await serveApp(users.bench.appUrl, size);
  const clients = startClients();
  try {
    const { port } = app;
    const listening = users.people.map(({ listens }) => listens);
    const as = users.people.map(({ spends }) => spends);
    await clients.run({ do: "open", port, path: "/api/v1/balance/events", streams: listening });
    await clients.run({ do: "hear", events: 1 });
    const seen: number[][] = [];
    for (let nth = 0; nth < rounds + 1; nth += 1) {
      const { each } = await clients.run({ do: "pace", port, aSecond, spends, as });
      seen.push(each.toSorted((a, b) => a - b));
    }
    const counted = seen.slice(1);
    const at = (share: number) => median(counted.map((sorted) => percentile(sorted, share)));
    const worst = Math.max(...counted.map((sorted) => percentile(sorted, 1)));
    return [
      {
        what: `from the answer of a spend to its event on another device, ${streams} streams, ${aSecond} spends a second: p99`,
        value: at(0.99),
        unit: " ms",
        of: `p50 ${at(0.5).toFixed(2)} ms, p95 ${at(0.95).toFixed(2)} ms, slowest of all ${worst.toFixed(2)} ms; ${spends} spends a round; below 0 the event was there before the answer`,
        goal: { atMost: 250 },
      },
    ];
  } finally {
    await clients.stop();
    await app.stop();
    await users.bench.close();
  }
}

/** A percentile: the value that this share of the sorted values does not exceed. */
function percentile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new Error("percentile: nothing was measured");
  return value;
}
