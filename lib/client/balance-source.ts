import type * as z from "zod/mini";
import type { Balance } from "./balance.ts";
import { type Refusal, readRefusal } from "./refusal.ts";
import type { Connection } from "./send.ts";

/** Where a balance is read and followed, with which credentials, and its schema. */
export interface BalanceSource<B extends Balance> extends Connection {
  /** The account that the balance must be of: another user may have signed in behind the cookie. */
  account?: string;
  shape: z.ZodMiniType<B>;
}

const readDeadlineMs = 10_000;

/** The outcome of a request for a balance or its stream. Unavailable: no response, or one that says to retry. */
export type SourceResponse =
  | { status: "ok"; response: Response }
  | { status: "refused"; refusal: Refusal }
  | { status: "unavailable" };

/** Requests the balance or its stream. Throws when `fetch` does: the server was not reached, or the signal aborted. */
export async function request<B extends Balance>(
  source: BalanceSource<B>,
  path: "/api/v1/balance" | "/api/v1/balance/events",
  signal: AbortSignal,
): Promise<SourceResponse> {
  const response = await source.fetch(`${source.baseUrl}${path}`, {
    headers: { ...source.headers, Accept: path === "/api/v1/balance" ? "application/json" : "text/event-stream" },
    credentials: source.credentials,
    cache: "no-store",
    signal,
  });
  if (!response.ok) return await explain(response);
  const account = response.headers.get("Credits-Account");
  if (source.account !== undefined && account !== source.account) {
    await response.body?.cancel();
    return { status: "refused", refusal: { status: "signed-out" } };
  }
  return { status: "ok", response };
}

/** Reads the balance once, without retries. */
export async function readBalance<B extends Balance>(source: BalanceSource<B>, stopped: AbortSignal) {
  try {
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(readDeadlineMs)]);
    const asked = await request(source, "/api/v1/balance", signal);
    if (asked.status !== "ok") return asked;
    return { status: "ok" as const, balance: source.shape.parse(await asked.response.json()) };
  } catch {
    return { status: "unavailable" as const };
  }
}

async function explain(response: Response): Promise<SourceResponse> {
  const body: unknown = await response.json().catch(() => null);
  const canRefuse = response.status < 500 && response.status !== 429;
  const refusal = canRefuse ? readRefusal(response.status, null, body) : null;
  return refusal === null ? { status: "unavailable" } : { status: "refused", refusal };
}
