import type { Kind } from "./kinds.ts";
import type { Revocation } from "./revocation.ts";

/** The credits of one grant in their current state. Batches are numbered per account, in the order of granting. */
export interface Batch {
  number: number;
  kind: Kind;
  /** Whole credits that the grant added. */
  granted: number;
  /** Whole credits that can be used: `remaining + held <= granted`. */
  remaining: number;
  /** Whole credits reserved by open holds. */
  held: number;
  /** Whole credits that left it unused: expired, or taken by an operator or by a plan's line that gives time back. */
  forfeited: number;
  /** What is taken back because its payment was returned; null while nothing ever was. */
  revocation: Revocation | null;
  grantedAt: Date;
  /** Exclusive: live while `now < expiresAt`; null never expires. */
  expiresAt: Date | null;
  source: string;
  sourceId: string | null;
  /** The expired batch that these returned credits come from; null for every other batch. */
  returnedFrom: number | null;
  /** The origin that users see. */
  label: string;
}

/** Whether the credits of a batch can be used at an instant; the end is exclusive. */
export function isLive(batch: Pick<Batch, "expiresAt">, now: Date): boolean {
  return batch.expiresAt === null || now < batch.expiresAt;
}
