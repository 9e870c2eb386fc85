import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "./ask.ts";
import { expectThat, type Fault } from "./fault.ts";
import { openingGrant } from "./load.ts";
import { compare, settle } from "./settle.ts";
import type { World } from "./world.ts";

const lockedAccounts = 6;

/**
 * The app is asked to end under load, some of it for accounts that another process keeps locked: it responds to what it did;
 * waiting callers are refused; it accepts nothing new; and it ends without being killed.
 */
export const drain: Fault = {
  name: "SIGTERM under load",
  async run({ world, seconds, startApp, startLoad }) {
    const { log, accounts } = world;
    const app = await startApp();
    await settle(log, app.url);
    const [locked, others] = [accounts.slice(0, lockedAccounts), accounts.slice(lockedAccounts)];
    const load = startLoad(app, { callers: 64, ownConnections: true, accounts: others });
    await sleep(seconds * 1_000);
    const { code, tookMs, told } = await whileLocked(world, locked, async () => {
      const calls = locked.map(openingGrant);
      log.sent.push(...calls.map((call) => ({ ...call, line: null })));
      const waiting = Promise.all(calls.map((call) => ask(app.url, call, true)));
      await sleep(500);
      const asked = performance.now();
      const code = await app.stop();
      return { code, tookMs: performance.now() - asked, told: await waiting };
    });
    expectThat(
      told.every((one) => one.status === "answered" && one.code === 503),
      `callers that wait for a locked account are told to ask again: ${JSON.stringify(told)}`,
    );
    expectThat(code === 0, `it ended without being killed (${code})`);
    const complaints = complaintsIn(app.output());
    expectThat(complaints.length === 0, `it ended without an error: ${complaints.join("\n")}`);
    const [account = ""] = accounts;
    expectThat((await ask(app.url, openingGrant(account))).status === "not-connected", "no process takes a call");
    const count = await load.stop();
    // Before anything is retried: what is in the ledger without a response would be found here.
    await compare(log, world.owner, world.databaseUrl);
    const next = await startApp();
    const settled = await settle(log, next.url);
    await compare(log, world.owner, world.databaseUrl);
    return `${count} commands, ended after ${(tookMs / 1_000).toFixed(1)} s, ${settled} never begun and done by their retry`;
  },
};

async function whileLocked<Value>({ owner }: World, accounts: string[], work: () => Promise<Value>): Promise<Value> {
  const done = await owner.begin(async (tx) => {
    await tx`select from credit_accounts where id = any(${accounts}::uuid[]) order by id for no key update`;
    return { value: await work() };
  });
  return done.value;
}

/** Lines that report a fault: errors in the log, and anything that Node or Next prints. Warnings are expected refusals. */
function complaintsIn(output: string): string[] {
  return output.split("\n").filter((line) => {
    if (!line.startsWith("{")) return line.includes("Error");
    return /"level":"(error|fatal)"/.test(line);
  });
}
