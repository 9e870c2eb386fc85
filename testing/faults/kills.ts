import { setTimeout as sleep } from "node:timers/promises";
import { type Fault, type Setting, until } from "./fault.ts";
import { compare, settle, untilServing } from "./settle.ts";

const acknowledgedBefore = 100;

/** The app is killed with -9 under load; another process of it is started, as an operator would. */
export const killApp: Fault = {
  name: "kill -9 of the app under load",
  async run({ world, seconds, startApp, startLoad }) {
    const { log, accounts } = world;
    const app = await startApp();
    const load = startLoad(app);
    await sleep(seconds * 1_000);
    await untilAcknowledged(world);
    const killedAt = Date.now();
    await app.kill();
    const next = await startApp();
    load.turnTo(next.url);
    const servingAfter = (await untilServing(log, next.url, accounts)) - killedAt;
    const count = await load.stop();
    const settled = await settle(log, next.url);
    await compare(log, world.owner, world.databaseUrl);
    return describe({ count, settled, servingAfter });
  },
};

/** The first process of Postgres is killed with -9 under load; it is started again, and the app is not touched. */
export const killPostgres: Fault = {
  name: "kill -9 of Postgres under load",
  run: (setting) =>
    killUnder(setting, async ({ postmaster, startDatabaseAgain }) => {
      process.kill(postmaster() ?? 0, "SIGKILL");
      await startDatabaseAgain();
    }),
};

/** One backend of Postgres is killed with -9 under load: Postgres restarts all of them on its own. */
export const killBackend: Fault = {
  name: "kill -9 of one backend of Postgres under load",
  run: (setting) =>
    killUnder(setting, async ({ superuser }) => {
      const [row] = await superuser`
        select pid from pg_stat_activity where application_name = 'purse' order by backend_start desc limit 1`;
      process.kill(Number(row?.pid), "SIGKILL");
    }),
};

async function killUnder(
  { world, seconds, startApp, startLoad }: Setting,
  kill: (world: Setting["world"]) => Promise<void>,
): Promise<string> {
  const { log, accounts } = world;
  const app = await startApp();
  const load = startLoad(app);
  await sleep(seconds * 1_000);
  await untilAcknowledged(world);
  const killedAt = Date.now();
  await kill(world);
  await sleep(100);
  const servingAfter = (await untilServing(log, app.url, accounts)) - killedAt;
  await sleep(500);
  const count = await load.stop();
  const settled = await settle(log, app.url);
  await compare(log, world.owner, world.databaseUrl);
  return describe({ count, settled, servingAfter });
}

async function untilAcknowledged({ log }: Setting["world"]): Promise<void> {
  const before = log.sent.filter(({ line }) => line !== null).length;
  const enough = () => log.sent.filter(({ line }) => line !== null).length >= before + acknowledgedBefore;
  await until("the load is under way", enough);
}

function describe(said: { count: number; settled: number; servingAfter: number }): string {
  const { count, settled, servingAfter } = said;
  return `${count} commands, ${settled} settled by their retry, serving again after ${(servingAfter / 1_000).toFixed(1)} s`;
}
