import { createHmac } from "node:crypto";
import Stripe from "stripe";
import { type Cause, newId, nowSeconds } from "./fake.ts";
import type { State, StoredDelivery, StoredEvent } from "./state.ts";

/** How events go out: how often each, how late, and whether they wait to be released. No copies means never. */
type Plan = { copies: number; delayMs: number; hold: boolean };

export type Deliveries = {
  plan: Plan;
  emit: (type: string, object: object, cause?: Cause) => void;
  release: (order: "made" | "reversed" | "shuffled") => void;
  again: (event: string) => void;
  resume: () => void;
  stop: () => void;
};

type Options = { state: State; save: () => void; webhookUrl: string; webhookSecrets: string[]; retryMs: number };

const attempts = 15;

/** Sends events to the app: signed, again on failure with growing pauses, and in the ways that the plan says. */
export function openDeliveries(options: Options): Deliveries {
  const { state, save } = options;
  const ended = new AbortController();
  const underway = new Set<StoredDelivery>();
  let timer: NodeJS.Timeout | undefined;

  const queue = (event: string, dueAt: number | null) => state.deliveries.push({ event, attempt: 0, dueAt });
  const plan: Plan = { copies: 1, delayMs: 0, hold: false };

  function pump() {
    clearTimeout(timer);
    if (ended.signal.aborted) return;
    const waiting = state.deliveries.filter((one) => one.dueAt !== null && !underway.has(one));
    for (const one of waiting.filter((one) => (one.dueAt ?? 0) <= Date.now())) void attempt(one);
    const next = Math.min(...waiting.filter((one) => !underway.has(one)).map((one) => one.dueAt ?? 0));
    if (Number.isFinite(next)) timer = setTimeout(pump, Math.max(10, next - Date.now()));
  }

  async function attempt(one: StoredDelivery) {
    underway.add(one);
    const event = state.events[one.event];
    const arrived = event ? await send(event, options, ended.signal) : true;
    underway.delete(one);
    if (ended.signal.aborted && !arrived) return;
    one.attempt += 1;
    if (arrived && event) event.delivered = true;
    if (arrived || one.attempt >= attempts) state.deliveries = state.deliveries.filter((other) => other !== one);
    else one.dueAt = Date.now() + Math.min(60_000, options.retryMs * 2 ** (one.attempt - 1));
    save();
    pump();
  }

  return {
    plan,
    emit(type, object, cause) {
      const event = keepEvent(state, type, object, cause);
      for (let copy = 0; copy < plan.copies; copy += 1) queue(event.id, plan.hold ? null : Date.now() + plan.delayMs);
      save();
      pump();
    },
    release(order) {
      const held = state.deliveries.filter((one) => one.dueAt === null);
      state.deliveries = state.deliveries.filter((one) => one.dueAt !== null);
      const ordered = order === "shuffled" ? shuffled(held) : order === "reversed" ? held.reverse() : held;
      // A step apart, so that the order chosen is the order of arrival.
      state.deliveries.push(...ordered.map((one, at) => ({ ...one, dueAt: Date.now() + at * 40 })));
      save();
      pump();
    },
    again(event) {
      queue(event, Date.now());
      pump();
    },
    resume: pump,
    stop() {
      clearTimeout(timer);
      ended.abort();
    },
  };
}

/** An event as the API and the webhook show it. */
export function showEvent(event: StoredEvent, pending: number) {
  return {
    id: event.id,
    object: "event",
    api_version: Stripe.API_VERSION,
    created: event.created,
    data: { object: event.object },
    livemode: false,
    pending_webhooks: pending,
    request: { id: event.request, idempotency_key: event.idempotencyKey },
    type: event.type,
  };
}

function keepEvent(state: State, type: string, object: object, cause: Cause | undefined): StoredEvent {
  const event: StoredEvent = {
    id: newId("evt"),
    created: nowSeconds(),
    type,
    object: JSON.parse(JSON.stringify(object)),
    request: cause?.request ?? null,
    idempotencyKey: cause?.idempotencyKey ?? null,
    delivered: false,
  };
  state.events[event.id] = event;
  return event;
}

async function send(event: StoredEvent, { webhookUrl, webhookSecrets }: Options, ended: AbortSignal) {
  const body = JSON.stringify(showEvent(event, 1), null, 2);
  const signal = AbortSignal.any([ended, AbortSignal.timeout(10_000)]);
  const headers = {
    "Content-Type": "application/json; charset=utf-8",
    "Stripe-Signature": signatureOf(body, webhookSecrets),
    "User-Agent": "Stripe/1.0 (demo fake)",
  };
  try {
    const answer = await fetch(webhookUrl, { method: "POST", headers, body, signal, redirect: "manual" });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

/** Signed anew at each attempt, once per secret, as while a secret is being rolled. */
function signatureOf(body: string, secrets: string[]) {
  const at = nowSeconds();
  const marks = secrets.map((secret) => `v1=${createHmac("sha256", secret).update(`${at}.${body}`).digest("hex")}`);
  return [`t=${at}`, ...marks].join(",");
}

function shuffled<T>(all: T[]): T[] {
  const keyed = all.map((value) => ({ value, key: Math.random() }));
  return keyed.sort((one, other) => one.key - other.key).map(({ value }) => value);
}
