import type { Kind } from "./kinds.ts";
import type { RequestKey } from "./transaction.ts";
import type { GivenDetails } from "./use-details.ts";

interface Envelope {
  /** The account's id, which is the id of its owner. */
  account: string;
  request: RequestKey;
  /** The caller, for operators only: a key's name, "stripe", "web". Never personal data. */
  actor: string;
  platform: string | null;
}

/** Adds a batch. */
export interface GrantCommand extends Envelope {
  type: "grant";
  kind: Kind;
  /** Whole credits, 1 to `maxAmount`. */
  amount: number;
  /** Exclusive end, later than now; null never expires. */
  expiresAt: Date | null;
  source: string;
  /** Together with `source` it is granted once across all accounts; null for grants without an external source. */
  sourceId: string | null;
  reason: string;
  /** Whether the account's own money above 0 paid for it: then it first repays the account's debt. */
  repays: boolean;
}

/** What the user was shown before the spend. It limits how many purchased credits the spend can take. */
export interface QuotedUses {
  /** Kinds and whole credits as shown. */
  uses: readonly { kind: Kind; amount: number }[];
  expiresAt: Date;
}

interface Use extends Envelope, GivenDetails {
  /** Whole credits, from the catalogue or the quote, never from the client. */
  cost: number;
  feature: string;
  units: number;
  quote: QuotedUses | null;
}

/** Uses credits for a feature, now. */
export interface SpendCommand extends Use {
  type: "spend";
}

/** Reserves credits for a running job. */
export interface HoldCommand extends Use {
  type: "hold";
  /** 1 to `maxHoldSeconds`. */
  expiresInSeconds: number;
}

interface OfHold extends Envelope {
  /** The hold's number within the account. */
  hold: number;
}

/** Uses held credits, all or part. The rest goes back, or stays held when the capture is not final. */
export interface CaptureCommand extends OfHold {
  type: "capture";
  /** Whole credits, at least 1; null means all that is still held and is only valid for a final capture. */
  amount: number | null;
  /** Whether it ends the hold; false keeps the rest held until a later capture, a release or the time limit. */
  final: boolean;
}

/** Returns held credits. Expired credits get no new validity when the user caused the release (cancelled, invalid input). */
export interface ReleaseCommand extends OfHold {
  type: "release";
  cause: "failed" | "cancelled" | "invalid-input";
}

/** Moves the end of a hold to now + seconds, within 24 hours of its beginning. */
export interface ExtendCommand extends OfHold {
  type: "extend";
  expiresInSeconds: number;
}

/** Returns credits of a spend or a capture, in whole or in part. */
export interface RefundCommand extends Envelope {
  type: "refund";
  /** The version of the spend or the capture. */
  of: number;
  /** Whole credits, at least 1; null means everything not refunded yet. */
  amount: number | null;
  reason: string;
}

/** An operator's correction: positive adds a batch, negative takes in deduction order or from a named batch. */
export interface AdjustCommand extends Envelope {
  type: "adjustment";
  /** Signed whole credits, not 0; "all" takes what remains of the named batch, measured after the lock. */
  amount: number | "all";
  reason: string;
  /** For a positive amount: what the new batch is. */
  kind: Kind;
  expiresAt: Date | null;
  /** For a negative amount: the batch to take from; null takes in deduction order. */
  batch: number | null;
}

/** Takes back credits of named batches, as far as they remain, because a plan's line gave their time back. */
export interface TakeTimeCommand extends Envelope {
  type: "take-time";
  /** Whole credits, at least 1. */
  amount: number;
  /** The numbers of the batches. */
  batches: readonly number[];
  reason: string;
  /** What it is for, in the form of a grant's source id. */
  reference: string;
}

/** Brings what is taken back of a batch to its target, up or down, because money for it was returned or came again. */
export interface RevokeCommand extends Envelope {
  type: "revoke";
  /** The number of a batch that was granted; not one of credits that came back. */
  batch: number;
  /** Whole credits, 0 to what was granted. */
  target: number;
  reason: string;
  /** The payment. */
  reference: string;
}

/** Writes off what a batch still owes. */
export interface ForgiveCommand extends Envelope {
  type: "forgive";
  /** The number of the batch. */
  batch: number;
  reason: string;
}

/** Blocks spends and holds until `unfreeze`; all other commands still work. */
export interface FreezeCommand extends Envelope {
  type: "freeze" | "unfreeze";
  reason: string;
}

/** A requested change of one account's credits. */
export type Command =
  | GrantCommand
  | SpendCommand
  | HoldCommand
  | CaptureCommand
  | ReleaseCommand
  | ExtendCommand
  | RefundCommand
  | AdjustCommand
  | TakeTimeCommand
  | RevokeCommand
  | ForgiveCommand
  | FreezeCommand;

/** The maximum amount of one command, in whole credits. */
export const maxAmount = 1_000_000_000;

/** The maximum duration of a hold, extensions included. */
export const maxHoldSeconds = 24 * 60 * 60;

/** Validity of credits that are returned after their batch expired. */
export const returnedCreditsDays = 7;
