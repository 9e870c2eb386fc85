import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type postgres from "postgres";
import type { Db } from "#db/client.ts";
import type { Platform } from "#lib/devices/policy.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { readHistory } from "#lib/ledger/read/history.ts";
import { readRun } from "#lib/spending/runs/read-run.ts";
import { type RunLimits, runLimits } from "#lib/spending/runs/run-limits.ts";
import { startRun } from "#lib/spending/runs/start-run.ts";
import type { Make, Making } from "#lib/spending/runs/work-on-run.ts";
import { keyOf } from "./accounts.ts";

/** Puts the one feature on sale that runs are started for here: 4 credits a picture. */
export async function addFeature(owner: postgres.Sql): Promise<void> {
  await owner`insert into features (slug, name, description, unit, position) values ('ai-image', 'A', 'B', 'image', 1)`;
  await owner`insert into feature_prices (feature, "from", cost_per_unit) values ('ai-image', '2020-01-01', 4)`;
}

/** The output of a tool that produced something. */
export const file = { bytes: Buffer.from("a picture"), type: "image/png", name: "a.png", width: 1, height: 1 };

/** The outcome of finished work. */
export function made(units: number): Making {
  return { status: "made", files: [file], units };
}

/** Work that ends at once with this outcome. */
export function makes(making: Making): Make {
  return async () => making;
}

/** A request to start a run. */
export function runRequest(
  account: string,
  { key = randomUUID() as string, units = 1, prompt = "a cat", platform = "web" as Platform } = {},
) {
  const request = keyOf(platform, key, { prompt, units });
  const said = { quote: null, clientVersion: null, reference: null, platform, actor: platform };
  return { account, feature: "ai-image", units, request, ...said };
}

/** Work that continues until the test ends it. */
export function openWork() {
  const { promise, resolve } = Promise.withResolvers<Making>();
  let signal: AbortSignal | null = null;
  let report: (part: number) => void = () => undefined;
  let times = 0;
  const make: Make = (work) => {
    ({ signal, report } = work);
    times += 1;
    return promise;
  };
  return {
    make,
    times: () => times,
    end: resolve,
    report: (part: number) => report(part),
    stopped: () => signal?.aborted === true,
  };
}

/** Runs on a test file's database: starts them, waits for them, and reads what they left in the ledger. */
export function runsOn(db: Db) {
  return {
    async begin(account: string, make: Make, said = {}, limits: Partial<RunLimits> = {}) {
      const started = await startRun(db, runRequest(account, said), make, { ...runLimits, ...limits });
      if (started.status !== "started") throw new Error(JSON.stringify(started));
      return started;
    },

    async over(account: string, id: string) {
      for (;;) {
        const now = await readRun(db, account, id);
        if (now === null) throw new Error("the run is gone");
        if (now.run.status !== "running") return now;
        await sleep(20);
      }
    },

    async balanceOf(account: string) {
      const balance = await readBalance(db, account);
      return [balance?.available, balance?.held];
    },

    async lines(account: string) {
      const { transactions } = await readHistory(db, account, {}, 100);
      return transactions.map(({ type, amount, reason }) =>
        reason && type === "release" ? [type, amount, reason] : [type, amount],
      );
    },
  };
}
