import { setTimeout as sleep } from "node:timers/promises";
import { openLine } from "#testing/cut-line.ts";
import { expectThat, type Fault, type Setting, until } from "./fault.ts";
import { openingGrant, send } from "./load.ts";
import { compare, settle, untilServing } from "./settle.ts";

/** After this time Postgres ends an idle session that holds locks, because the app asks it to. */
const idleLimitSeconds = 15;

/** One of two processes of the app is paused, for some seconds, while it holds an account's lock. */
export const pauseHolder: Fault = {
  name: "a paused process that holds an account's lock",
  run: (setting) => pauseFor(setting, 7),
};

/** It is paused for so long that the database takes the lock from it. */
export const pauseHolderLong: Fault = {
  name: "a process paused for longer than a lock may be held",
  run: (setting) => pauseFor(setting, idleLimitSeconds + 5),
};

async function pauseFor({ world, startApp, startLoad, after }: Setting, seconds: number): Promise<string> {
  const { log, databaseUrl } = world;
  const [locked = "", ...others] = world.accounts;
  const line = await openLine(databaseUrl);
  after(line.close);
  const [running, paused] = [await startApp(), await startApp(line.url)];
  await untilServing(log, paused.url, others);

  const kept = line.keepCommitBack();
  const stuck = send(log, paused.url, openingGrant(locked));
  const letGo = await kept;
  process.kill(paused.pid, "SIGSTOP");
  after(() => process.kill(paused.pid, "SIGCONT"));
  expectThat(await isLocked(world, locked), "the paused process holds the account's lock");

  const load = startLoad(running);
  const waiting = Array.from({ length: 4 }, () => timed(() => send(log, running.url, openingGrant(locked))));
  await sleep(1_000);
  const before = acknowledgedOf(world, others);
  await sleep(seconds * 1_000 - 1_000);
  const perSecond = (acknowledgedOf(world, others) - before) / (seconds - 1);
  expectThat(perSecond > 0, `other accounts go on meanwhile (${Math.round(perSecond)} a second)`);
  const waits = await Promise.all(waiting);
  const longest = Math.max(...waits.map(({ ms }) => ms));
  expectThat(
    waits.every(({ value }) => value.line === null),
    "no caller is told that something was done to the locked account",
  );
  if (seconds > idleLimitSeconds) {
    await until("the account is free again while the process still stands", async () => {
      return (await send(log, running.url, openingGrant(locked))).line !== null;
    });
  }

  process.kill(paused.pid, "SIGCONT");
  letGo();
  await stuck;
  const continuedAt = Date.now();
  const servingAfter = (await untilServing(log, paused.url, world.accounts)) - continuedAt;
  await untilServing(log, running.url, world.accounts);
  const count = await load.stop();
  const settled = await settle(log, paused.url);
  await compare(log, world.owner, databaseUrl);
  const ended = `commands of the account ended after ${(longest / 1_000).toFixed(1)} s at most`;
  return `${count} commands, others ${Math.round(perSecond)} a second, ${ended}, ${settled} settled by their retry, serving again after ${(servingAfter / 1_000).toFixed(1)} s`;
}

async function isLocked({ owner }: Setting["world"], account: string): Promise<boolean> {
  const free = await owner`select from credit_accounts where id = ${account} for no key update skip locked`;
  return free.length === 0;
}

function acknowledgedOf({ log }: Setting["world"], accounts: readonly string[]): number {
  const among = new Set(accounts);
  return log.sent.filter(({ account, line }) => line !== null && among.has(account)).length;
}

async function timed<Value>(work: () => Promise<Value>): Promise<{ value: Value; ms: number }> {
  const began = Date.now();
  return { value: await work(), ms: Date.now() - began };
}
