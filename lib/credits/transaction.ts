import type { Kind } from "./kinds.ts";
import type { UseDetails } from "./use-details.ts";

/** The types of lines in an account's history. */
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
  "revoke",
  "reinstate",
  "repayment",
  "forgive",
] as const;
export type TransactionType = (typeof transactionTypes)[number];

/**
 * The scope in which an idempotency key is unique. The server sets it; clients cannot choose one. It outlives credentials, so
 * that retries still match: an app keeps its platform's scope after a new sign-in, and rotated service keys share a scope.
 */
export type KeyScope = "web" | "desktop" | "mobile" | `service:${string}` | "stripe" | "jobs" | "operator";

/** Only on old lines, from when each device had its own scope. A replay finds them by platform. */
export type OldDeviceScope = `device:${string}`;

/** The hashed key and fingerprint of a request, 32 hex digits each. */
export interface RequestKey {
  scope: KeyScope;
  key: string;
  fingerprint: string;
}

/** The request key as stored on a line. */
export type KeptKey = Omit<RequestKey, "scope"> & { scope: KeyScope | OldDeviceScope };

/** The part of a transaction that changed one batch. Amounts are signed by their effect on the available credits. */
export interface Entry {
  batch: number;
  kind: Kind;
  amount: number;
  source: string;
  expiresAt: Date | null;
  /** The expired batch that returned credits came from; they are in this batch now. */
  onBehalfOf: number | null;
}

/** One append-only line of an account's history. Entries add up to its amount; versions are 1, 2, 3 and so on. */
export interface Transaction extends UseDetails {
  account: string;
  version: number;
  type: TransactionType;
  /** Signed whole credits: spends, holds and expiries are negative; a capture is what its hold returned. */
  amount: number;
  balanceBefore: number;
  balanceAfter: number;
  at: Date;
  /** Null on lines that were booked because they were due. */
  request: KeptKey | null;
  feature: string | null;
  units: number | null;
  platform: string | null;
  /** The line that this one refers to: the hold of a capture, the spend of a refund. */
  relatesTo: number | null;
  /** The hold that this line makes, extends or ends. */
  hold: number | null;
  /** The time limit of the hold that this line makes, extends or (a capture that is not final) leaves open. */
  holdExpiresAt: Date | null;
  /** Whole credits that this capture used; null on other lines, and on old captures, which were the only one of their hold. */
  captured: number | null;
  /** The batch whose payment was returned, on lines that bring it to its target, repay its debt or forgive it. */
  ofBatch: number | null;
  /** How many credits of that batch are to be taken back after this line. */
  target: number | null;
  /** Signed whole credits by which this line changes the account's debt. */
  debtChange: number;
  reason: string | null;
  actor: string | null;
  entries: Entry[];
}
