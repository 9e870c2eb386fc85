import type { ByKind, Kind } from "./kinds.ts";

/** A balance as every screen shows it. Of two, the higher version wins; with equal versions the later `at`. */
export interface Balance {
  version: number;
  /** The database clock of this reading, ISO 8601 UTC. */
  at: string;
  /** Whole credits that can be used now; held credits are not included. */
  available: number;
  held: number;
  /** Whole credits that were used although their payment was returned, to be repaid by the next purchase; absent at 0. */
  debt?: number | undefined;
  byKind: ByKind;
  nextExpiry: { at: string; amount: number; kind: Kind } | null;
  /** When plans bring credits next, and how many; null when nothing comes. */
  nextCredits: { at: string; amount: number } | null;
}
