import { setTimeout as sleep } from "node:timers/promises";
import type { AppProcess } from "#testing/app-server.ts";
import { type Load, startLoad } from "./load.ts";
import type { World } from "./world.ts";

/** Where a fault happens, and for how many seconds there is load before it. What is started here ends with the fault. */
export interface Setting {
  world: World;
  seconds: number;
  startApp: World["startApp"];
  startLoad: (app: AppProcess, options?: Parameters<typeof startLoad>[3] & { accounts?: string[] }) => Load;
  /** Registers what must be done after the fault, however it went. */
  after: (work: () => unknown) => void;
}

/** A fault; `run` returns what was observed, and throws when something was lost or stayed broken. */
export interface Fault {
  name: string;
  run: (setting: Setting) => Promise<string>;
}

/** Thrown when this machine does not permit a fault. */
export class NotPossibleHere extends Error {}

/** Runs a fault in a world and cleans up after it. */
export async function runIn(world: World, { run }: Fault, seconds: number): Promise<string> {
  const ends: (() => unknown)[] = [];
  const after: Setting["after"] = (work) => ends.push(work);
  const setting: Setting = {
    world,
    seconds,
    after,
    startApp: async (databaseUrl) => {
      const app = await world.startApp(databaseUrl);
      after(app.kill);
      return app;
    },
    startLoad: (app, { accounts = world.accounts, ...options } = {}) => {
      const load = startLoad(world.log, app.url, accounts, options);
      after(load.stop);
      return load;
    },
  };
  try {
    return await run(setting);
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}

const patienceMs = 120_000;

/** Waits for a condition that must become true. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, ms = patienceMs): Promise<void> {
  for (const end = Date.now() + ms; !(await isSo()); await sleep(20))
    if (Date.now() > end) throw new Error(`not so within ${ms} ms: ${what}`);
}

/** Throws unless a condition is true. */
export function expectThat(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`not so: ${what}`);
}
