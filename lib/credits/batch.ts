import type { Kind } from "./kinds.ts";

/** What one grant created, as it stands now. Numbered within its account, in the order of granting. */
export interface Batch {
  number: number;
  kind: Kind;
  /** Whole credits that the grant brought. */
  granted: number;
  /** Whole credits that can be used: `remaining + held <= granted`. */
  remaining: number;
  /** Whole credits that open holds keep of it. */
  held: number;
  grantedAt: Date;
  /** Exclusive: live while `now < expiresAt`; null never expires. */
  expiresAt: Date | null;
  source: string;
  sourceId: string | null;
  /** The ended batch on whose behalf these credits came back; null for every other batch. */
  returnedFrom: number | null;
  /** What people read as its origin. */
  label: string;
}

/** Whether the credits of a batch can be used at an instant; the end is exclusive. */
export function isLive(batch: Pick<Batch, "expiresAt">, now: Date): boolean {
  return batch.expiresAt === null || now < batch.expiresAt;
}
