"use client";

import { useEffect, useRef, useState } from "react";
import type { Kind } from "#lib/credits/kinds.ts";
import { takesMoreThanShown } from "#lib/credits/takes-more-than-shown.ts";

/** The parts of a quote that the user must see again when they change; apps that see one number get no kinds. */
interface Quoted {
  sufficient: boolean;
  uses?: { kind: Kind; amount: number }[] | undefined;
}

/** What is known of the price. `changes`: how often the credits that would be used have changed. */
export type FollowedQuote<Quote, Trouble> =
  | { status: "asking" }
  | { status: "known"; quote: Quote; changes: number }
  | { status: "refused"; trouble: Trouble };

interface Asked<Use, Quote, Trouble> {
  ask: (use: Use) => Promise<{ status: "quoted"; quote: Quote } | { status: "refused"; trouble: Trouble }>;
  /** Identifies the current balance: another one needs another quote. */
  balance: string;
  /** Nothing is followed while the user's confirmation is being sent: their own use changes the balance. */
  paused: boolean;
}

/** Balances may change in bursts; a quote for each change would be too many. */
const settleMs = 150;

/**
 * The quote of an open confirmation, which follows the balance: when credits come or go elsewhere, it is requested again.
 * An older response that arrives late is dropped.
 */
export function useFollowedQuote<Use, Quote extends Quoted, Trouble>({
  ask,
  balance,
  paused,
}: Asked<Use, Quote, Trouble>) {
  const [state, setState] = useState<FollowedQuote<Quote, Trouble>>({ status: "asking" });
  const [open, setOpen] = useState<{ use: Use } | null>(null);
  const newest = useRef(0);
  const askedAt = useRef(balance);
  const now = useRef({ ask, balance });
  now.current = { ask, balance };

  async function look(use: Use, quietly: boolean): Promise<Quote | null> {
    newest.current += 1;
    const mine = newest.current;
    askedAt.current = now.current.balance;
    const answer = await now.current.ask(use);
    if (mine !== newest.current) return null;
    setState((shown) => {
      if (answer.status === "quoted") return follow(shown, answer.quote);
      // The server checks the shown quote in any case.
      return quietly && shown.status === "known" ? shown : answer;
    });
    return answer.status === "quoted" ? answer.quote : null;
  }
  const looking = useRef(look);
  looking.current = look;

  useEffect(() => {
    if (open === null || paused || askedAt.current === balance) return;
    const timer = setTimeout(() => void looking.current(open.use, true), settleMs);
    return () => clearTimeout(timer);
  }, [open, paused, balance]);

  return {
    state,
    /** Opens the confirmation for this; resolves to its first quote, or null when there is none. */
    begin: async (use: Use) => {
      setOpen({ use });
      setState({ status: "asking" });
      return await look(use, false);
    },
    /** Requests a new quote, after an error. */
    askAgain: async () => (open === null ? null : await look(open.use, false)),
    /** Shows the quote that came with an error in place of the one that is no longer valid. */
    replace: (use: Use, quote: Quote) => {
      newest.current += 1;
      askedAt.current = now.current.balance;
      setOpen({ use });
      setState((shown) => ({ status: "known", quote, changes: shown.status === "known" ? shown.changes + 1 : 1 }));
    },
    end: () => {
      newest.current += 1;
      setOpen(null);
    },
  };
}

function follow<Quote extends Quoted, Trouble>(
  shown: FollowedQuote<Quote, Trouble>,
  quote: Quote,
): FollowedQuote<Quote, Trouble> {
  if (shown.status !== "known") return { status: "known", quote, changes: 0 };
  // When the balance was too low, no credits were shown that could be taken.
  const other =
    shown.quote.sufficient && quote.sufficient && takesMoreThanShown(shown.quote.uses ?? [], quote.uses ?? []);
  return { status: "known", quote, changes: shown.changes + (other ? 1 : 0) };
}
