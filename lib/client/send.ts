import type * as z from "zod/mini";
import { type Refusal, readRefusal, readSeconds } from "./refusal.ts";

/** Where an app calls, as which device, and through which `fetch`. */
export interface Connection {
  /** The address of the web app, such as https://example.com. */
  baseUrl: string;
  token: string;
  platform: "desktop" | "mobile";
  version: string;
  /** Where people are to be led back to from the web, if not to the platform's usual address; it has to be on its list. */
  returnAddress?: string;
  fetch: typeof fetch;
}

/** One call. What has a `key` writes, and is tried again under it while its outcome is not known. */
export interface Call<Body> {
  method: "GET" | "POST" | "DELETE";
  path: string;
  body?: object;
  key?: string;
  /** How a good answer reads; null when it has no body. */
  shape: z.ZodMiniType<Body> | null;
}

export type Sent<Body> = { status: "ok"; body: Body; replayed: boolean } | Refusal;

/** The longest that a single try waits for its answer. */
const patienceMs = 15_000;
const pausesMs = [500, 1_500, 4_000];

/** Makes a call. A lost answer, and an answer that says to try again, are followed by up to three more tries. */
export async function send<Body>(connection: Connection, call: Call<Body>): Promise<Sent<Body | null>> {
  for (let tries = 0; ; tries += 1) {
    const answer = await attempt(connection, call);
    if (answer.status !== "again") return answer;
    const pause = pausesMs[tries];
    if (pause === undefined)
      return call.key === undefined ? { status: "unreachable" } : { status: "unknown", key: call.key };
    await new Promise((resolve) => setTimeout(resolve, Math.max(pause, answer.afterMs)));
  }
}

/** The headers that say which device is calling. */
export function headersOf({ token, platform, version, returnAddress }: Connection): Record<string, string> {
  const who = { Authorization: `Bearer ${token}`, "Credits-Client": `${platform}/${version}` };
  return returnAddress === undefined ? who : { ...who, "Credits-Return": returnAddress };
}

type Attempt<Body> = Sent<Body | null> | { status: "again"; afterMs: number };

async function attempt<Body>(connection: Connection, call: Call<Body>): Promise<Attempt<Body>> {
  const { method, path, body, key, shape } = call;
  let response: Response;
  let json: unknown;
  try {
    response = await connection.fetch(`${connection.baseUrl}${path}`, {
      method,
      headers: {
        ...headersOf(connection),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(key === undefined ? {} : { "Idempotency-Key": key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // A session cookie of a browser that this runs in must not go along: two credentials are refused.
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(patienceMs),
    });
    const text = await response.text();
    json = text === "" ? null : JSON.parse(text);
  } catch {
    return { status: "again", afterMs: 0 };
  }
  if (response.status >= 500)
    return { status: "again", afterMs: readSeconds(response.headers.get("Retry-After")) * 1_000 };
  if (!response.ok) {
    return readRefusal(response.status, response.headers.get("Retry-After"), json) ?? { status: "again", afterMs: 0 };
  }
  const replayed = response.headers.get("Idempotent-Replayed") === "true";
  return { status: "ok", body: shape === null ? null : shape.parse(json), replayed };
}
