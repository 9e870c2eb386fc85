import { randomUUID } from "node:crypto";
import { z } from "zod";
import { openDatabase } from "#db/client.ts";
import { changePolicy } from "#db/queries/devices/platform-policies.ts";
import { announcePolicies } from "#lib/live/announce.ts";
import { type ApiClient, done } from "#testing/api-client.ts";
import type { AppServer } from "#testing/app-server.ts";
import { runCommand } from "#testing/run-command.ts";
import { expect } from "./app.ts";

/** The cheapest use of a feature. */
export const script = { feature: "ai-script" };

const Answered = z.record(z.string(), z.unknown());
const Written = z.object({ transaction: Answered, balance: Answered });

/** A reading call. */
export function get(path: string) {
  return { method: "GET", path };
}

/** A writing call, under a key of its own unless it is given one. */
export function post(path: string, body: object, key: string = randomUUID()) {
  return { method: "POST", path, body, headers: { "Idempotency-Key": key } };
}

/** Each call once, as the status of its response. */
export async function callEverything(api: ApiClient): Promise<Record<string, number>> {
  const stream = await openStream(api);
  stream.close();
  const asked = {
    balance: get("/api/v1/balance"),
    features: get("/api/v1/features"),
    webPages: get("/api/v1/web-pages"),
    quote: post("/api/v1/quotes", script),
    spend: post("/api/v1/spends", script),
    transactions: get("/api/v1/transactions"),
    transaction: get("/api/v1/transactions/1"),
    batches: get("/api/v1/batches"),
    holds: get("/api/v1/holds"),
    checkout: post("/api/v1/checkouts", { pack: "pack-100" }),
    order: get(`/api/v1/orders/${randomUUID()}`),
  };
  const statuses: Record<string, number> = { events: stream.status };
  for (const [call, one] of Object.entries(asked)) statuses[call] = (await api.ask(one)).status;
  return statuses;
}

/** A quote, a spend with it, the balance before and after, the event about it, and a quote that has changed. */
export async function useCredits(api: ApiClient) {
  const balance = Answered.parse(done(await api.ask(get("/api/v1/balance"))));
  const quote = Answered.parse(done(await api.ask(post("/api/v1/quotes", script))));
  const eleven = Answered.parse(done(await api.ask(post("/api/v1/quotes", { ...script, units: 10 }))));
  const written = Written.parse(done(await api.ask(post("/api/v1/spends", { ...script, quote: quote.id }))));
  const after = Answered.parse(done(await api.ask(get("/api/v1/balance"))));
  const stream = await openStream(api);
  const event = Answered.parse(await stream.first);
  stream.close();
  const changed = await api.ask(post("/api/v1/spends", { ...script, units: 10, quote: eleven.id }));
  expect(changed.status).toBe(409);
  const { quote: newQuote } = z.object({ quote: Answered }).parse(changed.problem);
  return { balance, quote, written, after, event, changed: { quote: newQuote } };
}

/** A stream of this caller's, read without checking its shape: its first state, and its end. */
export async function openStream({ baseUrl, headers }: ApiClient) {
  const leaving = new AbortController();
  const response = await fetch(`${baseUrl}/api/v1/balance/events`, { headers, signal: leaving.signal });
  const first = Promise.withResolvers<unknown>();
  const read = async () => {
    let text = "";
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      const data = /^data: (.*)\n/m.exec(text)?.[1];
      if (data !== undefined) first.resolve(JSON.parse(data));
    }
  };
  const ended = read().catch((error: unknown) => {
    if (!leaving.signal.aborted) throw error;
  });
  return { status: response.status, first: first.promise, ended, close: () => leaving.abort() };
}

/** The field names of a response. */
export function keysOf(answer: unknown): string[] {
  return Object.keys(Answered.parse(answer)).toSorted();
}

/** Changes what mobile apps can do, as the operator's command does, whose start alone takes a second. */
export async function setMobile(server: AppServer, change: MobileChange): Promise<void> {
  const db = openDatabase(server.databaseUrl, { max: 1 });
  expect(await changePolicy(db, "mobile", change)).toBe(true);
  await announcePolicies(db);
  await db.$client.end();
}

type MobileChange = Parameters<typeof changePolicy>[2];

/** What mobile apps can do at first. */
export const usualMobile: MobileChange = { access: "full", minimumVersion: "11.7.0" };

/** Runs the operator's command about platforms, which must succeed. */
export async function changePlatforms(server: AppServer, words: readonly string[]): Promise<void> {
  const { code, error } = await runCommand("platforms", words, { appUrl: server.databaseUrl });
  expect([code, error]).toEqual([0, ""]);
}

/** How a product back end calls for an account. */
export function backendOf(server: AppServer, account: string): Record<string, string> {
  return { Authorization: `Bearer ${server.serviceKey}`, "Credits-Account": account };
}
