import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { bringPlanUpToDate } from "#lib/billing/plans/bring-plan-up-to-date.ts";
import type { Visibility } from "#lib/devices/policy.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { grantOf, openAccountWith } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { lineOf, openPlans } from "#testing/plans.ts";
import { holdOf } from "#testing/use-commands.ts";
import { BalanceHub, balanceHub, heartbeatEveryMs, streamsOfAKey, streamsOfAll, streamsOfOne } from "./balance-hub.ts";
import { keepListening } from "./listener.ts";
import type { Follower } from "./permissions.ts";

// Only the heartbeat is triggered by the test; everything else runs on its own timers.
vi.useFakeTimers({ toFake: ["setInterval"] });
const { db, owner } = await testDatabase();
const demo: Follower = { type: "key", id: null };
const hub = balanceHub();
setInterval(() => void hub.heartbeat(), heartbeatEveryMs);
afterAll(keepListening());
const readers: Reader[] = [];

afterEach(async () => {
  for (const reader of readers.splice(0)) await reader.leave();
  const left = { streams: 0, accounts: 0, followers: 0, waiting: 0 };
  expect(hub.counts(), "an ended stream is forgotten whole").toEqual(left);
});

test("a reader that pauses gets the present state when it reads again, and no older one", async () => {
  const account = await openAccountWith(db, { purchased: 5 });
  const reader = follow(account);
  expect(await reader.next()).toBe("retry: 1000");
  expect(await reader.state()).toMatchObject({ version: 1, available: 5 });
  for (let times = 0; times < 40; times += 1) await commitOne(db, grantOf(account, 1));
  const other = follow(account);
  while ((await other.state()).version < 41);
  // One message was in flight already: a pending read takes the first that comes.
  const late = await reader.state();
  expect(late.version < 41 ? await reader.state() : late).toMatchObject({ version: 41, available: 45 });
});

test("a stream that opens later gets the present state, even if the change was not announced", async () => {
  const account = await openAccountWith(db, { purchased: 5 });
  const [first, later] = [follow(account), follow(account)];
  expect(await first.state()).toMatchObject({ available: 5 });
  // As while an announcement is in flight.
  await owner`update credit_accounts set available_purchased = 6 where id = ${account}`;
  expect(await later.state()).toMatchObject({ available: 6 });
  expect(await first.state()).toMatchObject({ available: 6 });
});

test("a lapse is sent at its instant, even if it is not booked", async () => {
  const account = await openAccountWith(db, { purchased: 5 });
  await commitOne(db, holdOf(account, 3, { expiresInSeconds: 6 }));
  const reader = follow(account);
  expect(await reader.state()).toMatchObject({ version: 2, available: 2, held: 3 });
  expect(await reader.state()).toMatchObject({ version: 2, available: 5, held: 0 });
});

test("a response that is never read keeps nothing in memory", async () => {
  hub.follow({ account: randomUUID(), follower: demo, visibility: "batches" });
  await sleep(20);
  expect(hub.counts().streams).toBe(0);
});

test("a process that is stopping ends streams, and new ones at once, so that their clients reconnect elsewhere", async () => {
  const account = await openAccountWith(db, { purchased: 5 });
  const stopping = new BalanceHub();
  const request = { account, follower: demo, visibility: "batches" } as const;
  const before = new Response(stopping.follow(request)).text();
  await expect.poll(() => stopping.counts().streams).toBe(1);
  stopping.close();
  expect(await before).toMatch(/^retry: 1000\n\n/);
  expect(stopping.roomFor(demo)).toBeNull();
  expect(await new Response(stopping.follow(request)).text()).toBe("retry: 1000\n\n");
  expect(stopping.counts().streams).toBe(0);
});

test("streams of one account each get what they can see, from one read", async () => {
  const account = await openAccountWith(db, { subscription: 1, purchased: 2 });
  const [web, desktop, mobile] = [follow(account), follow(account, "kinds"), follow(account, "total")];
  const byKind = { subscription: 1, activity: 0, purchased: 2 };
  const states = await Promise.all([web.state(), desktop.state(), mobile.state()]);
  const at = expect.any(String);
  expect(states).toEqual([
    { version: 2, at, available: 3, held: 0, byKind, nextExpiry: null, nextCredits: null },
    { version: 2, at, available: 3, held: 0, byKind },
    { version: 2, at, available: 3 },
  ]);
  expect(new Set(states.map((state) => state.at)).size).toBe(1);
});

test("a change of what a plan brings next is sent, though it is no line of the account", async () => {
  const { bill, subscribe, newPayer, reads, objects } = await openPlans(db);
  const { account, customer } = await newPayer();
  const subscription = subscribe(customer);
  const { id, periodStart, periodEnd } = subscription;
  bill(subscription, [lineOf(periodStart, periodEnd)]);
  await bringPlanUpToDate(db, id, reads);
  const reader = follow(account);
  expect(await reader.state()).toMatchObject({ version: 1, nextCredits: { amount: 1_200 } });
  objects.subscriptions.set(id, { ...subscription, cancelAt: periodEnd });
  await bringPlanUpToDate(db, id, reads);
  expect(await reader.state()).toMatchObject({ version: 1, nextCredits: null });
});

test("one more stream of a session replaces its oldest, which gets a comment about it", async () => {
  const account = await openAccountWith(db, { purchased: 5 });
  const session = await newSession(account);
  const [oldest, ...others] = Array.from({ length: streamsOfOne }, () => follow(account, "batches", session));
  expect(await oldest?.state()).toMatchObject({ available: 5 });
  for (const reader of others) await reader.state();
  const newest = follow(account, "batches", session);
  expect(await newest.state()).toMatchObject({ available: 5 });
  expect([await oldest?.next(), await oldest?.next(), await oldest?.next()]).toEqual([
    "retry: 30000",
    ": replaced",
    null,
  ]);
  await commitOne(db, grantOf(account, 1));
  for (const reader of [...others, newest]) expect(await reader.state()).toMatchObject({ available: 6 });
});

test("a key with too many streams is refused, and so is every caller when the process has too many", async () => {
  const account = await openAccountWith(db, { purchased: 5 });
  const keys: Follower[] = [demo, { type: "key", id: "another" }];
  for (const key of keys) {
    expect(hub.roomFor(key)).toBeNull();
    const opened = Array.from({ length: streamsOfAKey }, () => follow(account, "total", key));
    await Promise.all(opened.map((reader) => reader.next()));
    expect(hub.roomFor(key)).toMatchObject({ retryAfterSeconds: 5 });
  }
  expect(hub.counts().streams).toBe(streamsOfAll);
  expect(hub.roomFor(demo)?.slug).toBe("unavailable");
  await readers.pop()?.leave();
  expect(hub.roomFor(demo)?.slug).toBe("rate-limited");
});

test("a stream gets heartbeats, and one that reads nothing between two heartbeats is closed", async () => {
  const account = await openAccountWith(db, { purchased: 5 });
  const [reading, stuck] = [follow(account), follow(account)];
  for (const reader of [reading, stuck]) await reader.state();
  for (let rounds = 0; rounds < 2; rounds += 1) {
    const word = reading.next();
    vi.advanceTimersByTime(15_000);
    expect(await word).toBe(": still here");
  }
  expect(await stuck.next()).toBeNull();
  expect(hub.counts().streams).toBe(1);
});

test("a caller that is signed out without an announcement loses its stream between two heartbeats", async () => {
  const account = await openAccountWith(db, { purchased: 5 });
  const session = await newSession(account);
  const [staying, leaving] = [follow(account), follow(account, "batches", session)];
  for (const reader of [staying, leaving]) await reader.state();
  await owner`delete from sessions where session_token = ${session.id}`;
  const end = leaving.next();
  vi.advanceTimersByTime(3_750);
  expect(await end).toBeNull();
  expect(hub.counts().streams).toBe(1);
});

interface Reader {
  /** The next message or comment, or null at the end. */
  next: () => Promise<string | null>;
  /** The next state. */
  state: () => Promise<{ version: number; at: string; [field: string]: unknown }>;
  leave: () => Promise<void>;
}

function follow(account: string, visibility: Visibility = "batches", follower: Follower = demo): Reader {
  const reader = hub.follow({ account, follower, visibility }).getReader();
  const decoder = new TextDecoder();
  const waiting: string[] = [];
  const next = async () => {
    while (waiting.length === 0) {
      const { done, value } = await reader.read();
      if (done) return null;
      waiting.push(...decoder.decode(value).split("\n\n").filter(Boolean));
    }
    return waiting.shift() ?? null;
  };
  const state = async () => {
    for (;;) {
      const message = await next();
      if (message === null) throw new Error("the stream ended");
      if (message.startsWith("event: balance")) return JSON.parse(message.split("\ndata: ")[1] ?? "");
    }
  };
  const own = { next, state, leave: () => reader.cancel() };
  readers.push(own);
  return own;
}

async function newSession(account: string): Promise<Follower> {
  const id = randomUUID();
  await owner`insert into users (id, email) values (${account}, ${`${id}@example.com`})`;
  await owner`insert into sessions (session_token, user_id, expires) values (${id}, ${account}, now() + interval '1 hour')`;
  return { type: "session", id };
}
