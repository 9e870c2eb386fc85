"use client";

import { useState } from "react";
import type { Quote } from "#lib/client/quote.ts";
import type { Refusal } from "#lib/client/refusal.ts";
import type { Feature } from "#lib/client/responses.ts";
import { type FollowedQuote, useFollowedQuote } from "../tools/use-followed-quote.ts";
import type { Device } from "./use-device.ts";

/** What the desktop's dialog knows while it asks about a feature. */
export type Confirmation = { open: false } | { open: true; feature: Feature; state: FollowedQuote<Quote, Refusal> };

/** Requests a quote before a feature runs, and again whenever the balance that the app follows has changed. */
export function useConfirmation({ client, following: { balance } }: Device) {
  const [feature, setFeature] = useState<Feature | null>(null);
  const quote = useFollowedQuote<Feature, Quote, Refusal>({
    ask: async ({ slug }) => {
      if (client === null) return { status: "refused", trouble: { status: "signed-out" } };
      const answer = await client.quote({ feature: slug });
      return answer.status === "ok"
        ? { status: "quoted", quote: answer.quote }
        : { status: "refused", trouble: answer };
    },
    balance: balance === null ? "" : `${balance.version} ${balance.available}`,
    paused: false,
  });
  const confirmation: Confirmation = feature === null ? { open: false } : { open: true, feature, state: quote.state };
  return {
    confirmation,
    ask: (wanted: Feature) => {
      setFeature(wanted);
      quote.begin(wanted);
    },
    /** Replaces a quote that is no longer valid with a new one. */
    askAgain: (wanted: Feature, changed: Quote) => {
      setFeature(wanted);
      quote.replace(wanted, changed);
    },
    close: () => {
      setFeature(null);
      quote.end();
    },
  };
}
