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

/** Who asked, as the server sees it; a key counts within its scope and no client can name one. */
export type KeyScope = "web" | "stripe" | "jobs" | "operator" | `service:${string}` | `device:${string}`;

/** The key of a request and the hash of what it asked for, both 32 hex digits. */
export interface RequestKey {
  scope: KeyScope;
  key: string;
  fingerprint: string;
}

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
  request: RequestKey | null;
  feature: string | null;
  units: number | null;
  reference: string | null;
  platform: string | null;
  /** The version of the app that asked. */
  clientVersion: string | null;
  /** The line that this one answers: the hold of a capture, the spend of a refund. */
  relatesTo: number | null;
  /** The hold that this line makes, extends or ends. */
  hold: number | null;
  /** When the hold that this line makes or extends lapses. */
  holdExpiresAt: Date | null;
  reason: string | null;
  actor: string | null;
  entries: Entry[];
}
