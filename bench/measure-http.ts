import { aSecond, type Figure, median, millis, ratio } from "./figure.ts";
import { type Clients, startClients } from "./http/clients.ts";
import { type BenchWithUsers, openWithUsers } from "./http/people.ts";
import { type Served, serveApp } from "./http/serve-app.ts";
import { allInTurn, inTurn } from "./in-turn.ts";
import { anyOf, type Load, spendsASecond } from "./load.ts";
import type { Size } from "./size.ts";

/**
 * A product back end's spends through the interface: served directly and through Next, one by one and in batches,
 * against calls that authenticate the caller as a spend does and do nothing else.
 */
export async function measureHttp(size: Size): Promise<Figure[]> {
  return await withApp(size, async ({ users, app }, clients) => {
    const throughNext = await serveApp(users.bench.appUrl, size, { DIRECT_API: "off" });
    const as = users.people.map(({ account }) => users.backEnd(account));
    await clients.run({ do: "post", port: app.port, path: spends, callers: 1, ms: 1, as });
    const measure = async (callers: number) => {
      const calls = { clients, as, size: { ...size, callers } };
      return await compareServed({ direct: app, next: throughNext }, calls);
    };
    try {
      return [...(await measure(Math.min(64, size.callers))), ...(await measure(size.callers))];
    } finally {
      await throughNext.stop();
    }
  });
}

/** Spends and empty calls of this many callers, directly and through Next, and the app's processor time per call. */
async function compareServed(
  { direct, next }: { direct: Served; next: Served },
  { clients, as, size }: { clients: Clients; as: readonly unknown[]; size: Size },
): Promise<Figure[]> {
  const empty = size.empty?.call ?? spends;
  const things = [
    { what: "a spend directly", served: direct, path: spends },
    { what: "a spend through Next", served: next, path: spends },
    { what: "an empty call through Next", served: next, path: empty },
    { what: "an empty call directly", served: direct, path: empty },
  ].map((thing) => ({ ...thing, each: [] as number[] }));
  const [spending = 0, spendingNext = 0, emptyNext = 0, emptyDirect = 0] = await allInTurn(
    size.rounds,
    things.map(({ served, path, each }) => async () => {
      const before = await served.ask("memory");
      const { done, rate } = await postAll(served, clients, { ...size, path });
      each.push(((await served.ask("memory")).cpu - before.cpu) / done);
      return rate;
    }),
  );
  const who = `${size.callers} callers over ${as.length} accounts`;
  const compare = (what: string, below: number, atLeast: number) => {
    const goal = size.callers < 256 ? null : { atLeast };
    return ratio(`spends a second through HTTP, ${who}: ${what}`, { above: spending, below, write: aSecond }, goal);
  };
  return [
    compare("directly ÷ through Next", spendingNext, 2.2),
    compare("directly ÷ empty calls through Next", emptyNext, 1.6),
    compare("directly ÷ empty calls directly", emptyDirect, 0.5),
    ...things.map(({ what, each }): Figure => {
      const rounds = each.slice(1);
      const of = `in rounds: ${rounds.map(millis).join(", ")}`;
      return { what: `processor time of the app, ${what}, ${who}`, value: median(rounds), unit: " ms", of, goal: null };
    }),
  ];
}

/** Spends in batches, against single ones of the same run, and against what the ledger can do without HTTP. */
export async function measureBatches(size: Size): Promise<Figure[]> {
  return await withApp(size, async ({ users, app }, clients) => {
    const as = users.people.map(({ account }) => users.backEnd(account));
    await clients.run({ do: "post", port: app.port, path: spends, callers: 1, ms: 1, as });
    const batches = poster(app, clients, { ...size, callers: 8 });
    const single = poster(app, clients, size);
    const account = anyOf(users.people.map((person) => person.account));
    const inProcess: Load = { callers: size.callers, ms: size.roundMs, grouped: true, account };
    const [batched = 0, one = 0, many = 0] = await allInTurn(size.rounds, [
      () => batches(`${spends}/batch`, 100),
      () => single(spends),
      () => spendsASecond(users.bench.db, inProcess),
    ]);
    const what = "spends a second in batches of 100 from 8 callers";
    const compare = (below: number, than: string, atLeast: number) =>
      ratio(`${what} ÷ ${than}`, { above: batched, below, write: aSecond }, { atLeast });
    return [
      compare(one, `single ones from ${size.callers}`, 1.5),
      compare(many, `grouped without HTTP from ${size.callers} callers`, 0.6),
    ];
  });
}

/** The same spends while users have streams open, against none: over allUsers, and over these people alone. */
export async function measureBesideStreams(size: Size): Promise<Figure[]> {
  return await withApp(size, async ({ users, app }, clients) => {
    const listeners = startClients();
    const { beside } = size.http;
    const allUsers = users.people.map(({ account }) => users.backEnd(account));
    const streams = users.people.slice(0, beside).map(({ listens }) => listens);
    const post = poster(app, clients, size);
    const compare = async (as: Record<string, string>[], whose: string) => {
      await clients.run({ do: "post", port: app.port, path: spends, callers: 1, ms: 1, as });
      const { above, below } = await inTurn(size.rounds, {
        above: async () => {
          await listeners.run({ do: "open", port: app.port, path: "/api/v1/balance/events", streams });
          return await post(spends).finally(() => listeners.run({ do: "close" }));
        },
        below: () => post(spends),
      });
      const what = `spends a second through HTTP with ${beside} streams open ÷ none, ${whose}`;
      return ratio(what, { above, below, write: aSecond }, { atLeast: 0.8 });
    };
    const figures = [
      await compare(allUsers, `over ${allUsers.length} accounts`),
      await compare(allUsers.slice(0, beside), "over their accounts alone, so that each spend is an event"),
    ];
    await listeners.stop();
    return figures;
  });
}

const spends = "/api/v1/spends";

function poster(served: Served, clients: Clients, size: Pick<Size, "callers" | "roundMs">) {
  return async (path: string, batch?: number) => (await postAll(served, clients, { ...size, path, batch })).rate;
}

/** How many calls got a response, and how many per second. */
async function postAll(
  { port }: Served,
  clients: Clients,
  { path, callers, roundMs, batch }: Pick<Size, "callers" | "roundMs"> & { path: string; batch?: number | undefined },
): Promise<{ done: number; rate: number }> {
  const { done, ms } = await clients.run({ do: "post", port, path, callers, ms: roundMs, batch });
  return { done, rate: (done / ms) * 1000 };
}

async function withApp(
  size: Size,
  run: (at: { users: BenchWithUsers; app: Served }, clients: Clients) => Promise<Figure[]>,
): Promise<Figure[]> {
  const users = await openWithUsers(size.http.people);
  const app = await serveApp(users.bench.appUrl, size);
  const clients = startClients();
  try {
    return await run({ users, app }, clients);
  } finally {
    await clients.stop();
    await app.stop();
    await users.bench.close();
  }
}
