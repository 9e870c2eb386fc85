"use client";

import { useCallback, useRef, useState } from "react";
import type { AskQuote, ToolQuote } from "./quote-shape.ts";

/** What is known of the price: being asked for, known, or not to be had just now. */
export type QuoteState = { status: "asking" } | { status: "known"; quote: ToolQuote } | { status: "failed" };

/** Keeps the newest quote; an older answer that comes late is dropped. */
export function useQuote(ask: AskQuote, tool: string, units: number): [QuoteState, () => Promise<void>] {
  const [state, setState] = useState<QuoteState>({ status: "asking" });
  const newest = useRef(0);
  const refresh = useCallback(async () => {
    newest.current += 1;
    const mine = newest.current;
    const answer = await ask(tool, units).catch(() => null);
    if (mine !== newest.current) return;
    setState(answer?.status === "quoted" ? { status: "known", quote: answer.quote } : { status: "failed" });
  }, [ask, tool, units]);
  return [state, refresh];
}
