import type * as z from "zod/mini";
import { type Refusal, readRefusal, readSeconds } from "./refusal.ts";

/** The server, the device and the `fetch` that an app uses. */
export interface Connection {
  /** The address of the web app, such as https://example.com. */
  baseUrl: string;
  token: string;
  platform: "desktop" | "mobile";
  version: string;
  /** The return link, if not the platform's default; it must be on the platform's list. */
  returnAddress?: string;
  fetch: typeof fetch;
}

/** One call. A call with a `key` is a write, and is retried under it while its outcome is unknown. */
export interface Call<Body> {
  method: "GET" | "POST" | "DELETE";
  path: string;
  body?: object;
  key?: string;
  /** The schema of a successful response; null when it has no body. */
  shape: z.ZodMiniType<Body> | null;
}

export type Sent<Body> = { status: "ok"; body: Body; replayed: boolean } | Refusal;

/** The longest that a single attempt waits for its response. */
const patienceMs = 15_000;
const pausesMs = [500, 1_500, 4_000];

/** Makes a call, with up to three retries after a lost response or one that says to retry. */
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

/** The headers that identify the calling device. */
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
      // In a browser, the session cookie must not be sent too: two credentials are refused.
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
