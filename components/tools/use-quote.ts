"use client";

import { useLiveBalance } from "../balance/live-balance.tsx";
import { reloadIfOutdated } from "../network/outdated.ts";
import type { AskQuote, ToolQuote } from "./quote-shape.ts";
import { type FollowedQuote, useFollowedQuote } from "./use-followed-quote.ts";

/** What is known of the price: requested, known, or unavailable at the moment. */
export type QuoteState = FollowedQuote<ToolQuote, OtherUser | null>;

/** Another user is signed in by now. */
interface OtherUser {
  name: string;
}

/** The quote of a tool's open dialog: it follows the live balance of the page. */
export function useQuote(ask: AskQuote, tool: string, paused: boolean) {
  const { account, balance } = useLiveBalance();
  const { version, available } = balance;
  return useFollowedQuote<number, ToolQuote, OtherUser | null>({
    ask: async (units) => {
      const answer = await ask(tool, units, account).catch((error: unknown) => {
        reloadIfOutdated(error);
        return null;
      });
      if (answer?.status === "quoted") return answer;
      return { status: "refused", trouble: answer?.status === "other-user" ? answer : null };
    },
    balance: `${version} ${available}`,
    paused,
  });
}
