import type * as z from "zod/mini";
import { type Refusal, readRefusal, readSeconds } from "./refusal.ts";

/** Where calls go, and the caller. */
export interface Connection {
  /** The address of the web app, such as https://example.com; empty on its own pages. */
  baseUrl: string;
  fetch: typeof fetch;
  /** The headers that identify the caller, if it is not a session cookie. */
  headers: Record<string, string>;
  /** A page has its cookie. A token must be sent without one: two credentials are refused. */
  credentials: "omit" | "same-origin";
}

/** One call. A call with a `key` is a write, and is retried under it while its outcome is unknown. */
export interface Call<Body> {
  method: "GET" | "POST" | "DELETE";
  path: string;
  /** Sent as JSON, or as the form that it is. */
  body?: object;
  key?: string;
  /** Without retries: a person sees the failure and decides, or the call is made again soon anyway. */
  once?: true;
  /** The schema of a successful response; null when it has no body. */
  shape: z.ZodMiniType<Body> | null;
}

export type Sent<Body> = { status: "ok"; body: Body; replayed: boolean } | Refusal;

/** The longest that a single attempt waits for its response. */
const patienceMs = 15_000;
/** A form may bring a photo over a slow line. */
const uploadPatienceMs = 120_000;
const pausesMs = [500, 1_500, 4_000];

/** Makes a call, with up to three retries after a lost response or one that says to retry. */
export async function send<Body>(connection: Connection, call: Call<Body>): Promise<Sent<Body | null>> {
  for (let tries = 0; ; tries += 1) {
    const answer = await attempt(connection, call);
    if (answer.status !== "retry") return answer;
    const pause = call.once ? undefined : pausesMs[tries];
    if (pause === undefined)
      return call.key === undefined ? { status: "unreachable" } : { status: "unknown", key: call.key };
    await new Promise((resolve) => setTimeout(resolve, Math.max(pause, answer.afterMs)));
  }
}

type Attempt<Body> = Sent<Body | null> | { status: "retry"; afterMs: number };

async function attempt<Body>(connection: Connection, call: Call<Body>): Promise<Attempt<Body>> {
  const { method, path, body, key, shape } = call;
  const isForm = body instanceof FormData;
  let response: Response;
  let json: unknown;
  try {
    response = await connection.fetch(`${connection.baseUrl}${path}`, {
      method,
      headers: {
        ...connection.headers,
        ...(body === undefined || isForm ? {} : { "Content-Type": "application/json" }),
        ...(key === undefined ? {} : { "Idempotency-Key": key }),
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      credentials: connection.credentials,
      cache: "no-store",
      signal: AbortSignal.timeout(isForm ? uploadPatienceMs : patienceMs),
    });
    const text = await response.text();
    json = text === "" ? null : JSON.parse(text);
  } catch {
    return { status: "retry", afterMs: 0 };
  }
  if (response.status >= 500)
    return { status: "retry", afterMs: readSeconds(response.headers.get("Retry-After")) * 1_000 };
  if (!response.ok) {
    return readRefusal(response.status, response.headers.get("Retry-After"), json) ?? { status: "retry", afterMs: 0 };
  }
  const replayed = response.headers.get("Idempotent-Replayed") === "true";
  return { status: "ok", body: shape === null ? null : shape.parse(json), replayed };
}
