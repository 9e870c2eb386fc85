import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";
import { balance } from "./api-answers.ts";
import type { ApiClient } from "./api-client.ts";

/** A balance as the web sees it; devices see less. */
const balanceShape = balance.partial({ held: true, byKind: true, nextExpiry: true, nextCredits: true });

/** One state of a stream, and when it arrived. */
export interface Arrival {
  id: string;
  balance: z.infer<typeof balanceShape>;
  at: number;
}

/** An open stream of balances; every message is checked against the document. */
export interface BalanceEvents {
  arrivals: Arrival[];
  /** The comments that have come, heartbeats among them. */
  comments: () => string[];
  /** The next matching state that was not consumed yet; throws after `withinMs`. */
  next: (fits?: (balance: Arrival["balance"]) => boolean, withinMs?: number) => Promise<Arrival>;
  /** Settles when the server ends the stream. */
  ended: Promise<void>;
  hasEnded: () => boolean;
  close: () => void;
}

/** Opens `GET /api/v1/balance/events` as this caller. */
export async function followBalance(api: ApiClient, headers: Record<string, string> = {}): Promise<BalanceEvents> {
  const leaving = new AbortController();
  const response = await fetch(`${api.baseUrl}/api/v1/balance/events`, {
    headers: { ...api.headers, ...headers },
    signal: leaving.signal,
  });
  api.contract.check(
    { method: "GET", path: "/api/v1/balance/events" },
    { status: response.status, headers: response.headers, body: null },
  );
  if (!response.ok || response.body === null) throw new Error(`No stream: ${response.status} ${await response.text()}`);

  const arrivals: Arrival[] = [];
  const comments: string[] = [];
  let taken = 0;
  let over = false;
  const ended = readMessages(response.body, (message) => {
    const arrival = parseMessage(message, api);
    if (arrival === "comment") comments.push(message.slice(2));
    else if (arrival !== null) arrivals.push(arrival);
  })
    .catch((error: unknown) => {
      if (!leaving.signal.aborted) throw error;
    })
    .finally(() => {
      over = true;
    });
  ended.catch(() => undefined);
  return {
    arrivals,
    comments: () => comments,
    async next(fits = () => true, withinMs = 60_000) {
      for (const until = Date.now() + withinMs; Date.now() < until && !(over && taken === arrivals.length); ) {
        const arrival = arrivals[taken];
        if (arrival === undefined) {
          await sleep(5);
          continue;
        }
        taken += 1;
        if (fits(arrival.balance)) return arrival;
      }
      throw new Error(`No such state within ${withinMs} ms${over ? ": the stream ended" : ""}`);
    },
    ended,
    hasEnded: () => over,
    close: () => leaving.abort(),
  };
}

async function readMessages(body: ReadableStream<Uint8Array>, take: (message: string) => void): Promise<void> {
  let pending = "";
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    pending += decoder.decode(chunk, { stream: true });
    const messages = pending.split("\n\n");
    pending = messages.pop() ?? "";
    for (const message of messages) take(message);
  }
}

/** A state, a comment, or null for the line with the reconnection delay. */
function parseMessage(message: string, { contract, headers }: ApiClient): Arrival | "comment" | null {
  const lines = message.split("\n");
  if (lines.every((line) => line.startsWith(":"))) return "comment";
  if (/^retry: \d+$/.test(message)) return null;
  const fields = new Map(lines.map((line) => [line.split(": ")[0], line.slice(line.indexOf(": ") + 2)]));
  const data: unknown = JSON.parse(fields.get("data") ?? "");
  if (fields.get("event") !== "balance" || fields.size !== 3) throw new Error(`Not a message of a balance: ${message}`);
  contract.checkComponent(shapeOf(headers["Credits-Client"]), data);
  const balance = balanceShape.parse(data);
  const id = fields.get("id") ?? "";
  if (id !== String(balance.version)) throw new Error(`The id ${id} is not the version of ${message}`);
  return { id, balance, at: Date.now() };
}

/** The document's name for a balance with the platform's default visibility. */
function shapeOf(client = "web"): string {
  if (client.startsWith("mobile/")) return "BalanceTotal";
  return client.startsWith("desktop/") ? "BalanceByKind" : "Balance";
}
