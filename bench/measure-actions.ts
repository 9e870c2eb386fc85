import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Figure, millis } from "./figure.ts";
import { openWithUsers } from "./http/people.ts";
import { host, serveApp } from "./http/serve-app.ts";
import type { Size } from "./size.ts";

/** How long a health check waits while a client without a session sends forms that are expensive to decode. */
export async function measureActions(size: Size): Promise<Figure[]> {
  const { rounds, roundMs } = size;
  const { bench } = await openWithUsers(1);
  const app = await serveApp(bench.appUrl, size, { TRUSTED_PROXIES: host });
  try {
    const page = await (await fetch(`http://${host}:${app.port}/sign-in`)).text();
    const [, action] = /\$ACTION_ID_([0-9a-f]{42})/.exec(page) ?? [];
    if (action === undefined) throw new Error("The sign-in page has no form");
    const quiet = await watchHealth(app.port, roundMs);
    const hostile = fork(join(import.meta.dirname, "http/hostile-forms.ts"), [String(app.port), action]);
    await app.ask("begin");
    const waits = await watchHealth(app.port, rounds * roundMs);
    const { stall } = await app.ask("end");
    const said = once(hostile, "message");
    hostile.send("stop");
    const statuses = z.record(z.string(), z.number()).parse((await said)[0]);
    const answers = Object.entries(statuses).map(([status, count]) => `${count} × ${status}`);
    const p99 = waits[Math.ceil(waits.length * 0.99) - 1] ?? 0;
    return [
      {
        what: "longest wait of a health check while 8 connections send forms of 200,000 references and of 250 parts",
        value: waits.at(-1) ?? 0,
        unit: " ms",
        of: `p99 ${millis(p99)} of ${waits.length}; the event loop stood still for ${millis(stall)} at most; with no forms at most ${millis(quiet.at(-1) ?? 0)}; answers to the forms: ${answers.join(", ")}`,
        goal: { atMost: 100 },
      },
    ];
  } finally {
    await app.stop();
    await bench.close();
  }
}

/** The waits of consecutive checks during this time, sorted. */
async function watchHealth(port: number, ms: number): Promise<number[]> {
  const waits: number[] = [];
  for (const until = performance.now() + ms; performance.now() < until; await sleep(5)) {
    const asked = performance.now();
    await (await fetch(`http://${host}:${port}/api/health`)).text();
    waits.push(performance.now() - asked);
  }
  return waits.toSorted((a, b) => a - b);
}
