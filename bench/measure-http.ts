import { aSecond, type Figure, ratio } from "./figure.ts";
import { type Clients, startClients } from "./http/clients.ts";
import { openPeopled, type Peopled } from "./http/people.ts";
import { type Served, serveApp } from "./http/serve-app.ts";
import { inTurn } from "./in-turn.ts";
import type { Size } from "./size.ts";

/** A product back end's spends through the interface, against a handler that establishes who is calling and does nothing else. */
export async function measureHttp(size: Size): Promise<Figure[]> {
  return await withApp(size, async ({ peopled, app }, clients) => {
    const as = peopled.people.map(({ account }) => peopled.backEnd(account));
    const post = poster(app, clients, size);
    await clients.run({ do: "post", port: app.port, path: spends, callers: 1, ms: 1, as });
    const { above, below } = await inTurn(size.rounds, { above: () => post(spends), below: () => post(empty) });
    const what = `spends a second through HTTP, ${size.callers} callers over ${as.length} accounts ÷ empty calls`;
    return [ratio(what, { above, below, write: aSecond }, { atLeast: 0.5 })];
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

function poster({ port }: Served, clients: Clients, { callers, roundMs: ms }: Size) {
  return async (path: string) => {
    const { done, ms: took } = await clients.run({ do: "post", port, path, callers, ms });
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
