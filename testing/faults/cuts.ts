import { setTimeout as sleep } from "node:timers/promises";
import { type Line, openLine } from "#testing/cut-line.ts";
import { expectThat, type Fault, type Setting } from "./fault.ts";
import { compare, settle, untilServing } from "./settle.ts";

const everyNth = 3;

/** Connections to Postgres are cut just before they send COMMIT: nothing of those transactions happened. */
export const cutBeforeCommit: Fault = {
  name: "connections cut before COMMIT",
  run: (setting) => cutUnder(setting, (line) => line.cutBeforeCommit(everyNth)),
};

/** They are cut after COMMIT was sent: it happens, and no caller learns of it. */
export const cutAfterCommit: Fault = {
  name: "connections cut after COMMIT, before its answer",
  run: (setting) => cutUnder(setting, (line) => line.cutAfterCommit(everyNth)),
};

async function cutUnder(
  { world, seconds, startApp, startLoad, after }: Setting,
  cut: (line: Line) => void,
): Promise<string> {
  const { log, accounts } = world;
  const line = await openLine(world.databaseUrl);
  after(line.close);
  const app = await startApp(line.url);
  const load = startLoad(app);
  await sleep(seconds * 500);
  cut(line);
  await sleep(seconds * 1_000);
  const cuts = line.mend();
  expectThat(cuts >= 3, `connections were cut (${cuts})`);
  const mendedAt = Date.now();
  const servingAfter = (await untilServing(log, app.url, accounts)) - mendedAt;
  const count = await load.stop();
  const settled = await settle(log, app.url);
  await compare(log, world.owner, world.databaseUrl);
  return `${count} commands, ${cuts} cuts, ${settled} settled by their retry, serving again after ${(servingAfter / 1_000).toFixed(1)} s`;
}
