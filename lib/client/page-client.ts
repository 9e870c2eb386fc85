import { makeKey } from "./make-key.ts";
import { type Order, OrderNow, type WebRun, WebRunNow } from "./responses.ts";
import { type Call, type Sent, send } from "./send.ts";
import { thisPage } from "./this-page.ts";

/** What goes with the form of a run. */
export interface RunRequest {
  /** The account that the page was made for: if another user has signed in since, nothing is done in their name. */
  account: string;
  key: string;
  /** The demonstration's switch. */
  toFail: boolean;
}

/** Starts a run from a form, once: if its outcome is unknown, the person decides whether to send it again under its key. */
export async function startRun(
  form: FormData,
  { account, key, toFail }: RunRequest,
): Promise<Sent<{ run: WebRun } | null>> {
  const headers = { "Credits-Account": account, ...(toFail ? { "Purse-Demo": "fail" } : {}) };
  const page = { ...thisPage, headers };
  return await send(page, { method: "POST", path: "/api/v1/runs", body: form, key, shape: WebRunNow, once: true });
}

/** The current state of a run; null when it cannot be read at the moment. */
export async function readRun(id: string): Promise<WebRun | null> {
  return (await read(pathOf(id), WebRunNow))?.run ?? null;
}

/** Cancels a run and returns its state then, whether or not it was still running; null when it cannot be read. */
export async function cancelRun(id: string): Promise<WebRun | null> {
  await send(thisPage, { method: "POST", path: `${pathOf(id)}/cancel`, key: makeKey(), shape: null, once: true });
  return await readRun(id);
}

/** The current state of an order; null when it cannot be read at the moment. */
export async function readOrder(id: string): Promise<Order | null> {
  return (await read(`/api/v1/orders/${encodeURIComponent(id)}`, OrderNow))?.order ?? null;
}

function pathOf(run: string): string {
  return `/api/v1/runs/${encodeURIComponent(run)}`;
}

/** Once: a follower reads it again soon. */
async function read<Body>(path: string, shape: Call<Body>["shape"]): Promise<Body | null> {
  const sent = await send(thisPage, { method: "GET", path, shape, once: true }).catch(() => null);
  return sent?.status === "ok" ? sent.body : null;
}
