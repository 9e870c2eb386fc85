"use client";

import { useLiveBalance } from "../balance/live-balance.tsx";
import type { AskQuote, ToolQuote } from "./quote-shape.ts";
import { type FollowedQuote, useFollowedQuote } from "./use-followed-quote.ts";

/** What is known of the price: requested, known, or unavailable at the moment. */
export type QuoteState = FollowedQuote<ToolQuote, null>;

/** The quote of a tool's open dialog: it follows the live balance of the page. */
export function useQuote(ask: AskQuote, tool: string, paused: boolean) {
  const { version, available } = useLiveBalance().balance;
  return useFollowedQuote<number, ToolQuote, null>({
    ask: async (units) => {
      const answer = await ask(tool, units).catch(() => null);
      return answer?.status === "quoted" ? answer : { status: "refused", trouble: null };
    },
    balance: `${version} ${available}`,
    paused,
  });
}
