import { randomUUID } from "node:crypto";
import type { z } from "zod";
import * as shapes from "./api-answers.ts";
import { type ApiContract, readContract } from "./api-contract.ts";

/** A response that matches the document. It has `body` on success, `problem` on failure. */
export type Answer<Body> = {
  status: number;
  headers: Headers;
  replayed: boolean;
} & ({ body: Body; problem: null } | { body: null; problem: z.infer<typeof shapes.problem> });

/** Any request; `body` is sent unchanged when it is text or bytes, otherwise as JSON. */
export interface Asked {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Headers as they are sent. */
type Sent = Record<string, string>;

/** A caller of the interface. Each call checks status, headers and body of its answer against the served document. */
export type ApiClient = ReturnType<typeof clientOf>;

/** A client without credentials, on the document that this server serves; `as` adds credentials. */
export async function openApiClient(baseUrl: string): Promise<ApiClient> {
  return clientOf(baseUrl, await readContract(baseUrl), {});
}

/** The body of a response that must be successful. */
export function done<Body>(answer: Answer<Body>): Body {
  if (answer.problem !== null) throw new Error(`${answer.status} ${JSON.stringify(answer.problem)}`);
  return answer.body;
}

function clientOf(baseUrl: string, contract: ApiContract, own: Sent) {
  const ask = <Body>(asked: Asked, shape: z.ZodType<Body>) => send(baseUrl, contract, own, asked, shape);
  const get = <Body>(path: string, shape: z.ZodType<Body>) => ask({ method: "GET", path }, shape);
  const post = <Body>(path: string, body: unknown, shape: z.ZodType<Body>, headers: Sent = {}) =>
    ask({ method: "POST", path, headers, body }, shape);
  const keyed = (key: string) => ({ "Idempotency-Key": key });
  return {
    baseUrl,
    contract,
    headers: own,
    /** The same with other headers on every call. */
    as: (headers: Sent) => clientOf(baseUrl, contract, headers),
    /** The same at another process of the app. */
    at: (otherUrl: string) => clientOf(otherUrl, contract, own),
    /** Asks anything, well-formed or not. */
    ask: (asked: Asked) => ask(asked, shapes.anything),
    balance: () => get("/api/v1/balance", shapes.balance),
    features: () => get("/api/v1/features", shapes.features),
    transactions: (query = "") => get(`/api/v1/transactions${query}`, shapes.transactions),
    transaction: (version: number | string) => get(`/api/v1/transactions/${version}`, shapes.transaction),
    entries: (version: number | string, query = "") =>
      get(`/api/v1/transactions/${version}/entries${query}`, shapes.entries),
    batches: (query = "") => get(`/api/v1/batches${query}`, shapes.batches),
    grants: (query = "") => get(`/api/v1/grants${query}`, shapes.grants),
    order: (id: string) => get(`/api/v1/orders/${id}`, shapes.order),
    quote: (body: unknown) => post("/api/v1/quotes", body, shapes.quote),
    openAccount: (email: unknown) => post("/api/v1/accounts", { email }, shapes.account),
    spend: (body: unknown, key: string = randomUUID()) => post("/api/v1/spends", body, shapes.written, keyed(key)),
    grant: (body: unknown, key: string = randomUUID()) => post("/api/v1/grants", body, shapes.granted, keyed(key)),
    run: (id: string) => get(`/api/v1/runs/${id}`, shapes.run),
    runFile: (id: string, number: number) => get(`/api/v1/runs/${id}/results/${number}`, shapes.anything),
    startRun: (body: unknown, key: string = randomUUID()) => post("/api/v1/runs", body, shapes.runWritten, keyed(key)),
    cancelRun: (id: string, key: string = randomUUID()) =>
      ask({ method: "POST", path: `/api/v1/runs/${id}/cancel`, headers: keyed(key) }, shapes.runWritten),
    holds: (query = "") => get(`/api/v1/holds${query}`, shapes.holds),
    holdOf: (id: number | string) => get(`/api/v1/holds/${id}`, shapes.hold),
    hold: (body: unknown, key: string = randomUUID()) => post("/api/v1/holds", body, shapes.holdWritten, keyed(key)),
    capture: (id: number | string, body: unknown = {}, key: string = randomUUID()) =>
      post(`/api/v1/holds/${id}/capture`, body, shapes.holdWritten, keyed(key)),
    release: (id: number | string, body: unknown = {}, key: string = randomUUID()) =>
      post(`/api/v1/holds/${id}/release`, body, shapes.holdWritten, keyed(key)),
    extend: (id: number | string, body: unknown, key: string = randomUUID()) =>
      post(`/api/v1/holds/${id}/extend`, body, shapes.holdWritten, keyed(key)),
    refund: (version: number | string, body: unknown, key: string = randomUUID()) =>
      post(`/api/v1/spends/${version}/refunds`, body, shapes.written, keyed(key)),
    checkout: (body: unknown, key: string = randomUUID()) =>
      post("/api/v1/checkouts", body, shapes.checkout, keyed(key)),
  };
}

async function send<Body>(
  baseUrl: string,
  contract: ApiContract,
  own: Sent,
  asked: Asked,
  shape: z.ZodType<Body>,
): Promise<Answer<Body>> {
  const { method, path, body } = asked;
  const headers = new Headers({
    ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    ...own,
    ...asked.headers,
  });
  const response = await fetch(`${baseUrl}${path}`, {
    method,
    headers,
    redirect: "manual",
    ...(body === undefined ? {} : { body: encode(body) }),
  });
  const text = await response.text();
  const json = parseJson(text);
  const answered = { status: response.status, headers: response.headers };
  contract.check(asked, { ...answered, body: method === "HEAD" ? null : { text, json } });
  const replayed = response.headers.get("idempotent-replayed") === "true";
  return response.ok
    ? { ...answered, replayed, body: shape.parse(json), problem: null }
    : { ...answered, replayed, body: null, problem: shapes.problem.parse(json) };
}

function encode(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (typeof body === "string") return body;
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

/** A response that is not JSON stays text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
