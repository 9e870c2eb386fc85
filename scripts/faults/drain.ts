import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "./ask.ts";
import { expectThat, type Fault } from "./fault.ts";
import { openingGrant } from "./load.ts";
import { compare, settle } from "./settle.ts";

/** What the launcher gives the app before it ends it by force. */
const limitMs = 6_000;

/** The app is asked to end under load: what it did, it has answered; it takes nothing new; and it is gone in time. */
export const drain: Fault = {
  name: "SIGTERM under load",
  async run({ world, seconds, startApp, startLoad }) {
    const { log, accounts } = world;
    const app = await startApp();
    await settle(log, app.url);
    const load = startLoad(app, { callers: 64, ownConnections: true });
    await sleep(seconds * 1_000);
    const tookMs = await app.stop();
    expectThat(tookMs < limitMs, `it ended within ${limitMs} ms (${Math.round(tookMs)})`);
    expectThat(!/Error/.test(app.output()), `it ended without a complaint: ${app.output()}`);
    const [account = ""] = accounts;
    expectThat((await ask(app.url, openingGrant(account))).status === "nobody", "nobody takes a call");
    const count = await load.stop();
    // Before anything is sent again: what stands in the books without an answer would be found here.
    await compare(log, world.owner, world.databaseUrl);
    const next = await startApp();
    const settled = await settle(log, next.url);
    await compare(log, world.owner, world.databaseUrl);
    return `${count} commands, ended after ${(tookMs / 1_000).toFixed(1)} s, ${settled} never begun and done by their retry`;
  },
};
