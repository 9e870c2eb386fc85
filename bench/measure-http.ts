import { aSecond, type Figure, ratio } from "./figure.ts";
import { type Clients, startClients } from "./http/clients.ts";
import { openPeopled, type Peopled } from "./http/people.ts";
import { type Served, serveApp } from "./http/serve-app.ts";
import { allInTurn, inTurn } from "./in-turn.ts";
import type { Size } from "./size.ts";

/**
 * A product back end's spends through the interface: served directly and through Next, one by one and in batches,
 * against calls that establish the caller as a spend does and do nothing else.
 */
export async function measureHttp(size: Size): Promise<Figure[]> {
  return await withApp(size, async ({ peopled, app }, clients) => {
    const throughNext = await serveApp(peopled.bench.appUrl, { DIRECT_API: "off" });
    const as = peopled.people.map(({ account }) => peopled.backEnd(account));
    await clients.run({ do: "post", port: app.port, path: spends, callers: 1, ms: 1, as });
    const measure = async (callers: number): Promise<Figure[]> => {
      const calls = { ...size, callers };
      const direct = poster(app, clients, calls);
      const next = poster(throughNext, clients, calls);
      const [spending = 0, spendingNext = 0, emptyNext = 0, emptyDirect = 0] = await allInTurn(size.rounds, [
        () => direct(spends),
        () => next(spends),
        () => next(empty),
        () => direct(emptyCalls),
      ]);
      const compare = (what: string, below: number, atLeast: number) => {
        const goal = callers === size.callers ? { atLeast } : null;
        const title = `spends a second through HTTP, ${callers} callers over ${as.length} accounts: ${what}`;
        return ratio(title, { above: spending, below, write: aSecond }, goal);
      };
      return [
        compare("directly ÷ through Next", spendingNext, 2.2),
        compare("directly ÷ empty calls through Next", emptyNext, 1.6),
        compare("directly ÷ empty calls directly", emptyDirect, 0.5),
      ];
    };
    try {
      return [...(await measure(Math.min(64, size.callers))), ...(await measure(size.callers))];
    } finally {
      await throughNext.stop();
    }
  });
}

/** Spends in batches, against single ones of the same run. */
export async function measureBatches(size: Size): Promise<Figure[]> {
  return await withApp(size, async ({ peopled, app }, clients) => {
    const as = peopled.people.map(({ account }) => peopled.backEnd(account));
    await clients.run({ do: "post", port: app.port, path: spends, callers: 1, ms: 1, as });
    const batches = poster(app, clients, { ...size, callers: 8 });
    const single = poster(app, clients, size);
    const { above, below } = await inTurn(size.rounds, {
      above: () => batches(`${spends}/batch`, 100),
      below: () => single(spends),
    });
    const what = `spends a second in batches of 100 from 8 callers ÷ single ones from ${size.callers}`;
    return [ratio(what, { above, below, write: aSecond }, { atLeast: 1.5 })];
  });
}

/** The same spends while people have streams open, against nobody having one: over everybody, and over these people alone. */
export async function measureBesideStreams(size: Size): Promise<Figure[]> {
  return await withApp(size, async ({ peopled, app }, clients) => {
    const listeners = startClients();
    const { beside } = size.http;
    const everybody = peopled.people.map(({ account }) => peopled.backEnd(account));
    const streams = peopled.people.slice(0, beside).map(({ listens }) => listens);
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
      await compare(everybody, `over ${everybody.length} accounts`),
      await compare(everybody.slice(0, beside), "over their accounts alone, so that each spend is an event"),
    ];
    await listeners.stop();
    return figures;
  });
}

const spends = "/api/v1/spends";
const empty = "/api/bench/empty";
const emptyCalls = "/api/v1/bench-empty";

function poster({ port }: Served, clients: Clients, { callers, roundMs: ms }: Pick<Size, "callers" | "roundMs">) {
  return async (path: string, batch?: number) => {
    const { done, ms: took } = await clients.run({ do: "post", port, path, callers, ms, batch });
    return (done / took) * 1000;
  };
}

async function withApp(
  { http: { people } }: Size,
  run: (at: { peopled: Peopled; app: Served }, clients: Clients) => Promise<Figure[]>,
): Promise<Figure[]> {
  const peopled = await openPeopled(people);
  const app = await serveApp(peopled.bench.appUrl);
  const clients = startClients();
  try {
    return await run({ peopled, app }, clients);
  } finally {
    await clients.stop();
    await app.stop();
    await peopled.bench.close();
  }
}
