import type { Kind } from "#lib/credits/kinds.ts";

/** How many whole credits of one kind are used. */
export interface Use {
  kind: Kind;
  amount: number;
}

/** What a run would use, as the server quotes it. */
export interface ToolQuote {
  id: string;
  cost: number;
  available: number;
  sufficient: boolean;
  shortfall: number;
  after: number;
  uses: Use[];
  batches: { batch: number; kind: Kind; amount: number; expiresAt: string | null; label: string }[];
}

/** Requests a new quote from the server. */
export type AskQuote = (
  tool: string,
  units: number,
  account: string,
) => Promise<{ status: "quoted"; quote: ToolQuote } | { status: "refused" } | { status: "other-user"; name: string }>;
