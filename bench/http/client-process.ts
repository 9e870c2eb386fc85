import { setTimeout as sleep } from "node:timers/promises";
import { type ClientAnswer, type ClientAsk, clientAsk } from "./client-messages.ts";
import { postFor, spendAtPace } from "./posts.ts";
import { type OpenStream, openStreams } from "./streams.ts";

// A client process, separate from the app whose memory and time are measured; its parent is `clients.ts`.

const patienceMs = 120_000;
let streams: OpenStream[] = [];
let callers: Record<string, string>[] = [];

process.on("message", (message) => {
  void carryOut(clientAsk.parse(message)).then((answer) => process.send?.(answer satisfies ClientAnswer));
});
process.on("disconnect", () => process.exit());

async function carryOut(asked: ClientAsk): Promise<ClientAnswer> {
  const started = performance.now();
  const answer = (done: number, each: number[] = []) => ({ done, ms: performance.now() - started, each });
  switch (asked.do) {
    case "open":
      streams = streams.concat(await openStreams(asked, asked.streams));
      return answer(streams.length);
    case "hear":
      await untilHeard(asked.events);
      return answer(streams.length);
    case "post":
      callers = asked.as ?? callers;
      return { ...(await postFor({ ...asked, as: callers }, asked)), each: [] };
    case "pace":
      return answer(asked.spends, await paced(asked));
    case "close":
      for (const { close } of streams) close();
      streams = [];
      return answer(0);
  }
}

/** Waits until every stream has had this many events. */
async function untilHeard(events: number): Promise<void> {
  await until(() => streams.every((stream) => stream.events.length >= events));
}

/** The time from the response of each spend to the event about it, on the stream at the same position. */
async function paced(asked: Extract<ClientAsk, { do: "pace" }>): Promise<number[]> {
  for (const stream of streams) stream.events = [];
  const answered = await spendAtPace({ port: asked.port, path: "/api/v1/spends", as: asked.as }, asked);
  const eventOf = ({ place, version }: { place: number; version: number }) =>
    streams[place]?.events.find((event) => event.version >= version);
  await until(() => answered.every((one) => eventOf(one) !== undefined));
  return answered.map((one) => (eventOf(one)?.at ?? Number.POSITIVE_INFINITY) - one.at);
}

async function until(reached: () => boolean): Promise<void> {
  for (const started = performance.now(); !reached(); await sleep(10)) {
    if (performance.now() - started > patienceMs) throw new Error("bench: an event did not come");
  }
}
