import type { Kind } from "./kinds.ts";

/** What a line of an account's history can be. */
export const transactionTypes = [
  "grant",
  "spend",
  "hold",
  "extend",
  "capture",
  "release",
  "refund",
  "expiry",
  "adjustment",
  "freeze",
  "unfreeze",
] as const;
export type TransactionType = (typeof transactionTypes)[number];

/**
 * Where a key counts. The server sets it and no client can name one. It lasts as long as the caller that retries: an app
 * keeps its platform's when it is signed in again, and the keys of a back end that replace each other share its client's name.
 */
export type KeyScope = "web" | "desktop" | "mobile" | `service:${string}` | "stripe" | "jobs" | "operator";

/** Stands on old lines alone, from when each device was a scope of its own. A replay finds them by their platform. */
export type OldDeviceScope = `device:${string}`;

/** The key of a request and the hash of what it asked for, both 32 hex digits. */
export interface RequestKey {
  scope: KeyScope;
  key: string;
  fingerprint: string;
}

/** The key as a line of the history keeps it. */
export type KeptKey = Omit<RequestKey, "scope"> & { scope: KeyScope | OldDeviceScope };

/** The part of a transaction that touched one batch. Amounts are signed by what they do to the available credits. */
export interface Entry {
  batch: number;
  kind: Kind;
  amount: number;
  source: string;
  expiresAt: Date | null;
  /** The ended batch on whose behalf credits came back as this one. */
  onBehalfOf: number | null;
}

/** One append-only line of an account's history. Entries add up to its amount; versions are 1, 2, 3 and so on. */
export interface Transaction {
  account: string;
  version: number;
  type: TransactionType;
  /** Signed whole credits: spends, holds and expiries are negative; a capture is what came back of its hold. */
  amount: number;
  balanceBefore: number;
  balanceAfter: number;
  at: Date;
  /** Lines that are booked because they were due carry no key. */
  request: KeptKey | null;
  feature: string | null;
  units: number | null;
  reference: string | null;
  platform: string | null;
  /** The version of the app that made the request. */
  clientVersion: string | null;
  /** The line that this one answers: the hold of a capture, the spend of a refund. */
  relatesTo: number | null;
  /** The hold that this line makes, extends or ends. */
  hold: number | null;
  /** When the hold lapses that this line makes, extends or, by a capture that is not final, leaves open. */
  holdExpiresAt: Date | null;
  /** Whole credits that this capture used; null on other lines, and on captures from when a hold had only one. */
  captured: number | null;
  reason: string | null;
  actor: string | null;
  entries: Entry[];
}
