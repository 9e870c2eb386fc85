import type { Kind } from "./kinds.ts";
import type { RequestKey } from "./transaction.ts";

interface Envelope {
  /** The account's id, which is the id of its owner. */
  account: string;
  request: RequestKey;
  /** Who caused it, for the operator's eyes: a key's name, "stripe", "web". Never a person's data. */
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
  /** With the source it is granted once anywhere; null for grants without an outside fact. */
  sourceId: string | null;
  reason: string;
}

/** What a person was shown before the spend: it may not take more than that of what they paid for. */
export interface QuotedUses {
  /** Kinds and whole credits as shown. */
  uses: readonly { kind: Kind; amount: number }[];
  expiresAt: Date;
}

interface Use extends Envelope {
  /** Whole credits, from the catalogue or the quote, never from the client. */
  cost: number;
  feature: string;
  units: number;
  reference: string | null;
  quote: QuotedUses | null;
  /** The version of the app that asked; null for a browser and a product back end. */
  clientVersion: string | null;
}

/** Uses credits for a feature, now. */
export interface SpendCommand extends Use {
  type: "spend";
}

/** Sets credits aside for a running job. */
export interface HoldCommand extends Use {
  type: "hold";
  /** 1 to `maxHoldSeconds`. */
  expiresInSeconds: number;
}

interface OfHold extends Envelope {
  /** The hold's number within the account. */
  hold: number;
}

/** Uses what is held, all or part; the rest goes back, or stays held while the capture is not final. */
export interface CaptureCommand extends OfHold {
  type: "capture";
  /** Whole credits, at least 1; null is all that is still held, which a capture that is not final must not leave open. */
  amount: number | null;
  /** Whether it ends the hold; false keeps the rest held until a later capture, a release or the time limit. */
  final: boolean;
}

/** Gives back what is held. Where the person is the cause, by cancelling or by what they sent, it gets no new days. */
export interface ReleaseCommand extends OfHold {
  type: "release";
  cause: "failed" | "cancelled" | "invalid-input";
}

/** Moves the end of a hold to now + seconds, within 24 hours of its beginning. */
export interface ExtendCommand extends OfHold {
  type: "extend";
  expiresInSeconds: number;
}

/** Gives back credits of a spend or a capture, whole or in part. */
export interface RefundCommand extends Envelope {
  type: "refund";
  /** The version of the spend or the capture. */
  of: number;
  /** Whole credits, at least 1; null is all that is left of it. */
  amount: number | null;
  reason: string;
}

/** An operator's correction: positive adds a batch, negative takes in deduction order or from a named batch. */
export interface AdjustCommand extends Envelope {
  type: "adjustment";
  /** Signed whole credits, not 0; "all" takes all that is left of the named batch, whatever that is behind the lock. */
  amount: number | "all";
  reason: string;
  /** For a positive amount: what the new batch is. */
  kind: Kind;
  expiresAt: Date | null;
  /** For a negative amount: the batch to take from; null takes in deduction order. */
  batch: number | null;
}

/** Refuses spends and holds until `unfreeze`; everything else goes on. */
export interface FreezeCommand extends Envelope {
  type: "freeze" | "unfreeze";
  reason: string;
}

/** A change of one account's credits that somebody asks for. */
export type Command =
  | GrantCommand
  | SpendCommand
  | HoldCommand
  | CaptureCommand
  | ReleaseCommand
  | ExtendCommand
  | RefundCommand
  | AdjustCommand
  | FreezeCommand;

/** The most credits that one command may ask for. */
export const maxAmount = 1_000_000_000;

/** The longest that a hold may live, extensions included. */
export const maxHoldSeconds = 24 * 60 * 60;

/** How long credits are valid that came back to a batch which had ended meanwhile. */
export const returnedCreditsDays = 7;
