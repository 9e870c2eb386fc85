"use client";

import { useState } from "react";
import type { Feature, Quote } from "#lib/client/answers.ts";
import type { CreditsClient } from "#lib/client/credits-client.ts";
import type { Refusal } from "#lib/client/refusal.ts";

/** What the desktop's dialog knows. `changed`: the quote that was agreed to no longer held, and this is the new one. */
export type Confirmation =
  | { open: false }
  | {
      open: true;
      feature: Feature;
      state:
        | { status: "asking" }
        | { status: "known"; quote: Quote; changed: boolean }
        | { status: "refused"; refusal: Refusal };
    };

/** Asks for a quote before a feature runs, and again when what was agreed to has changed. */
export function useConfirmation(client: CreditsClient | null) {
  const [confirmation, setConfirmation] = useState<Confirmation>({ open: false });

  async function ask(feature: Feature): Promise<void> {
    if (client === null) return;
    setConfirmation({ open: true, feature, state: { status: "asking" } });
    const answer = await client.quote({ feature: feature.slug });
    setConfirmation((now) => {
      if (!now.open || now.feature !== feature) return now;
      if (answer.status !== "ok") return { open: true, feature, state: { status: "refused", refusal: answer } };
      return { open: true, feature, state: { status: "known", quote: answer.quote, changed: false } };
    });
  }

  return {
    confirmation,
    ask,
    /** Shows a new quote in the place of one that no longer holds. */
    askAgain: (feature: Feature, quote: Quote) =>
      setConfirmation({ open: true, feature, state: { status: "known", quote, changed: true } }),
    close: () => setConfirmation({ open: false }),
  };
}
