"use client";

import { useEffect, useState } from "react";
import type { Refusal } from "#lib/client/refusal.ts";
import type { Campaign } from "#lib/client/responses.ts";
import type { Device } from "./use-device.ts";

/** The campaigns that can be claimed now, read again whenever the balance has changed, here or elsewhere. */
export function useCampaigns({ client, following }: Device) {
  const [known, setKnown] = useState<readonly Campaign[]>([]);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const version = following.balance?.version;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a claim on another device changes the balance, and the list.
  useEffect(() => {
    if (client === null) return;
    let left = false;
    void client.campaigns(zone()).then((answer) => {
      if (!left && answer.status === "ok") setKnown(answer.campaigns);
    });
    return () => {
      left = true;
    };
  }, [client, version]);
  return {
    campaigns: known.filter(({ state }) => state.status === "available"),
    refusal,
    claim: async (slug: string) => {
      const answer = await client?.claim(slug, { timeZone: zone() });
      if (answer === undefined) return;
      setRefusal(answer.status === "ok" ? null : answer);
      if (answer.status === "ok") setKnown((all) => all.filter((one) => one.slug !== slug));
    },
  };
}

function zone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
