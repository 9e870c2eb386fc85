import { setTimeout as sleep } from "node:timers/promises";
import { commit } from "#lib/ledger/commit/commit.ts";
import { spendOne } from "./commands.ts";
import { type Figure, median } from "./figure.ts";
import { type Clients, startClients } from "./http/clients.ts";
import { type BenchUser, type BenchWithUsers, openWithUsers } from "./http/people.ts";
import { type Served, serveApp } from "./http/serve-app.ts";
import type { WatchAnswer } from "./http/watch-messages.ts";
import type { Size } from "./size.ts";

const balances = "/api/v1/balance/events";

/** How much process memory an open stream uses, and how long a process is blocked while each gets an event at once. */
export async function measureStreams(size: Size): Promise<Figure[]> {
  const {
    rounds,
    streams: { open, shared, settleMs },
  } = size;
  const empty = size.empty?.stream ?? balances;
  const users = await openWithUsers(open);
  const { people } = users;
  const own = people.map(({ listens }) => listens);
  const few = people.slice(0, shared);
  // A product back end's streams, as a device can have only a few.
  const inCommon = Array.from({ length: open / shared }, () => few.map(({ account }) => users.backEnd(account))).flat();
  const seen: Seen[] = [];
  const inFreshApp = <Answer>(run: (...at: At) => Promise<Answer>, settings?: Record<string, string>) =>
    withFreshApp({ users, size, settings }, run);
  try {
    for (let nth = 0; nth < rounds; nth += 1) {
      const bare = await inFreshApp((...at) => weigh(...at, { streams: own, path: empty, settleMs }));
      const next = await inFreshApp((...at) => weigh(...at, { streams: own, path: balances, settleMs }), {
        DIRECT_API: "off",
      });
      const apart = await inFreshApp(async (...at) => {
        const weight = await weigh(...at, { streams: own, path: balances, settleMs });
        return { weight, told: await tellAll(...at, people) };
      });
      const common = await inFreshApp(async (...at) => {
        const weight = await weigh(...at, { streams: inCommon, path: balances, settleMs });
        return { weight, told: await tellAll(...at, few) };
      });
      seen.push({ bare, next, own: apart.weight, common: common.weight, told: apart.told, toldInCommon: common.told });
    }
  } finally {
    await users.bench.close();
  }
  return tellFigures(seen, { open, shared });
}

/** What a stream adds to the resident memory, with its garbage and without, and to the heap; bytes. */
interface Weight {
  uncollected: number;
  resident: number;
  heap: number;
}

interface Seen {
  /** An empty stream, which Next serves. */
  bare: Weight;
  /** Streams of balances through Next, and directly. */
  next: Weight;
  own: Weight;
  common: Weight;
  told: Told;
  toldInCommon: Told;
}

/** The longest stall, and the time until every stream had its event, both in milliseconds. */
interface Told {
  stall: number;
  all: number;
}

type At = [users: BenchWithUsers, app: Served, clients: Clients];

async function withFreshApp<Answer>(
  { users, size, settings }: { users: BenchWithUsers; size: Size; settings: Record<string, string> | undefined },
  run: (...at: At) => Promise<Answer>,
): Promise<Answer> {
  const app = await serveApp(users.bench.appUrl, size, settings);
  const clients = startClients();
  try {
    return await run(users, app, clients);
  } finally {
    await clients.stop();
    await app.stop();
  }
}

/** Compared with the same process after it had served a few streams. */
async function weigh(
  _peopled: BenchWithUsers,
  { port, ask }: Served,
  clients: Clients,
  { streams, path, settleMs }: { streams: Record<string, string>[]; path: string; settleMs: number },
): Promise<Weight> {
  await clients.run({ do: "open", port, path, streams: streams.slice(0, 100) });
  await clients.run({ do: "close" });
  await sleep(settleMs);
  const before = await settled(ask, settleMs);
  await clients.run({ do: "open", port, path, streams });
  if (path === balances) await clients.run({ do: "hear", events: 1 });
  await sleep(settleMs);
  const uncollected = await ask("memory");
  const after = await settled(ask, settleMs);
  return {
    uncollected: (uncollected.resident - before.resident) / streams.length,
    resident: (after.resident - before.resident) / streams.length,
    heap: (after.heap - before.heap) / streams.length,
  };
}

/** After garbage collection, when freed memory was returned to the system. */
async function settled(ask: Served["ask"], settleMs: number): Promise<WatchAnswer> {
  for (let time = 0; time < 2; time += 1) {
    await ask("collect");
    await sleep(settleMs);
  }
  return await ask("memory");
}

/** Changes all of these accounts in one transaction, so that every stream has something to send at once. */
async function tellAll(
  { bench }: BenchWithUsers,
  app: Served,
  clients: Clients,
  people: readonly BenchUser[],
): Promise<Told> {
  await app.ask("begin");
  await commit(
    bench.db,
    people.map(({ account }) => spendOne(account)),
  );
  const { ms: all } = await clients.run({ do: "hear", events: 2 });
  return { stall: (await app.ask("end")).stall, all };
}

function tellFigures(seen: readonly Seen[], { open, shared }: { open: number; shared: number }): Figure[] {
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`;
  const of = (pick: (one: Seen) => number) => median(seen.map(pick));
  const memory = (what: string, pick: (one: Seen, of: keyof Weight) => number, goal: Figure["goal"]): Figure => ({
    what,
    value: of((one) => pick(one, "resident")) / 1000,
    unit: " KB",
    of: `with its garbage ${kilobytes(of((one) => pick(one, "uncollected")))}, of it in the heap ${kilobytes(of((one) => pick(one, "heap")))}; in rounds: ${seen.map((one) => kilobytes(pick(one, "resident"))).join(", ")}`,
    goal,
  });
  const stall = (what: string, pick: (one: Seen) => Told): Figure => ({
    what,
    value: of((one) => pick(one).stall),
    unit: " ms",
    of: `in rounds: ${seen.map((one) => `${pick(one).stall.toFixed(0)} ms`).join(", ")}; all had it ${of((one) => pick(one).all).toFixed(0)} ms behind the commit`,
    goal: { atMost: 300 },
  });
  const spread = `${shared} accounts, ${open / shared} each`;
  return [
    memory(`resident memory a stream, ${open} streams of as many accounts, directly`, ({ own }, what) => own[what], {
      atMost: 40,
    }),
    memory(`the same with ${spread}, directly`, ({ common }, what) => common[what], { atMost: 40 }),
    memory(
      `resident memory a stream, ${open} streams of as many accounts, through Next`,
      ({ next }, what) => next[what],
      {
        atMost: 120,
      },
    ),
    memory("the same above an empty stream through Next", ({ next, bare }, what) => next[what] - bare[what], {
      atMost: 20,
    }),
    stall(`longest stall of the event loop while one event goes to each, all in one transaction`, (one) => one.told),
    stall(`the same with ${spread}`, (one) => one.toldInCommon),
  ];
}
