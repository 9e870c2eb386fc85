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

/** Uses credits for a feature, now. */
export interface SpendCommand extends Envelope {
  type: "spend";
  /** Whole credits, from the catalogue or the quote, never from the client. */
  cost: number;
  feature: string;
  units: number;
  reference: string | null;
  quote: QuotedUses | null;
}

/** A change of one account's credits that somebody asks for. */
export type Command = GrantCommand | SpendCommand;

/** The most credits that one command may ask for. */
export const maxAmount = 1_000_000_000;
