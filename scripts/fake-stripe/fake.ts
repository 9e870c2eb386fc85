import { randomBytes } from "node:crypto";
import type { State } from "./state.ts";

/** What the parts of the fake Stripe share: its memory, its address towards people, and the way to tell of an event. */
export type FakeStripe = {
  state: State;
  save: () => void;
  /** The app's address, under which people reach the payment page. */
  publicUrl: string;
  /** How long a bank takes over a delayed payment, in milliseconds; null leaves it to the control API. */
  bankDelayMs: number | null;
  /** Whether its API is in an outage. */
  away: boolean;
  emit: (type: string, object: object, cause?: Cause) => void;
  watch?: Watch | undefined;
};

/** What compares requests and objects with the SDK's types, in the tests. */
export type Watch = {
  onAsked: (methodAndPath: string, raw: unknown) => void;
  onShown: (shown: unknown) => void;
};

/** The API request that made something happen; none when a person or the clock did. */
export type Cause = { request: string; idempotencyKey: string | null };

/** A fresh id in Stripe's manner. */
export function newId(prefix: string) {
  return `${prefix}_${randomBytes(16).toString("base64url").replaceAll(/[-_]/g, "x")}`;
}

/** Seconds since 1970, as Stripe counts. */
export function nowSeconds() {
  return Math.floor(Date.now() / 1000);
}
