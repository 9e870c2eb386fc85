import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { z } from "zod";

const single = JSON.stringify({ feature: "ai-script" });
const spent = z.object({ transaction: z.object({ version: z.number() }) });

/** The callers and the path that they call. */
export interface Target {
  port: number;
  path: string;
  as: readonly Record<string, string>[];
}

/** Callers that each wait for their response before they post again, as any of `as` each time, or a batch of them. */
export async function postFor(
  { as, ...target }: Target,
  { callers, ms, batch }: { callers: number; ms: number; batch?: number | undefined },
) {
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  const started = performance.now();
  let done = 0;
  const caller = async () => {
    while (performance.now() - started < ms) {
      await post(agent, target, anyOf(as), batch === undefined ? single : batchOf(as, batch));
      done += batch ?? 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const took = performance.now() - started;
  agent.destroy();
  return { done, ms: took };
}

function anyOf(as: readonly Record<string, string>[]): Record<string, string> {
  return as[Math.floor(Math.random() * as.length)] ?? {};
}

function batchOf(as: readonly Record<string, string>[], count: number): string {
  const spend = () => ({ account: anyOf(as)["Credits-Account"], key: randomUUID(), feature: "ai-script" });
  return JSON.stringify({ spends: Array.from({ length: count }, spend) });
}

/** The response to a spend: the line's version, and when it arrived. */
export interface Answered {
  place: number;
  version: number;
  at: number;
}

/** Spends at an even pace, whether others got a response or not: the first of `as`, then the second, and around again. */
export async function spendAtPace(
  { as, ...target }: Target,
  { aSecond, spends }: { aSecond: number; spends: number },
): Promise<Answered[]> {
  const agent = new Agent({ keepAlive: true });
  const started = performance.now();
  const one = async (nth: number): Promise<Answered> => {
    await new Promise((resolve) =>
      setTimeout(resolve, Math.max(1, started + (nth * 1000) / aSecond - performance.now())),
    );
    const place = nth % as.length;
    const text = await post(agent, target, as[place] ?? {});
    const at = performance.now();
    return { place, version: spent.parse(JSON.parse(text)).transaction.version, at };
  };
  const answered = await Promise.all(Array.from({ length: spends }, (_, nth) => one(nth)));
  agent.destroy();
  return answered;
}

function post(
  agent: Agent,
  { port, path }: { port: number; path: string },
  who: Record<string, string>,
  body = single,
): Promise<string> {
  const headers = {
    ...who,
    "Content-Type": "application/json",
    "Content-Length": body.length,
    "Idempotency-Key": randomUUID(),
  };
  return new Promise((resolve, reject) => {
    const asked = request({ agent, host: "127.0.0.1", port, path, method: "POST", headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("end", () => {
        if (response.statusCode === 201 || response.statusCode === 200) resolve(text);
        else reject(new Error(`bench: refused, ${response.statusCode} ${text}`));
      });
    });
    asked.on("error", reject).end(body);
  });
}
