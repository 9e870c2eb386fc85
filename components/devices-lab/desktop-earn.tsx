"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { Refusal } from "#lib/client/refusal.ts";
import type { Campaign } from "#lib/client/responses.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { Button } from "../ui/button.tsx";
import { RefusalText } from "./refusal-text.tsx";
import type { Device } from "./use-device.ts";

/** What can be claimed in the desktop app: amounts only, as dates are on the web. Nothing while there is nothing. */
export function DesktopEarn({ device }: { device: Device }) {
  const t = useTranslations("devicesLab.desktop");
  const locale = useLocale();
  const { campaigns, refusal, claim } = useCampaigns(device);
  if (campaigns.length === 0 && refusal === null) return null;
  return (
    <section aria-labelledby="desktop-earn" className="grid gap-2 rounded-xl border border-line p-5">
      <h4 id="desktop-earn" className="font-bold">
        {t("earn")}
      </h4>
      <ul className="grid divide-y divide-line">
        {campaigns.map(({ slug, name, credits }) => (
          <li key={slug} className="flex min-h-11 flex-wrap items-center justify-between gap-2 py-1">
            {name}
            <Button variant="outline" size="sm" onClick={() => void claim(slug)}>
              {t("claim", { amount: formatCredits(credits, locale), count: credits })}
              <span className="sr-only">: {name}</span>
            </Button>
          </li>
        ))}
      </ul>
      {refusal === null ? null : (
        <div role="alert" className="text-sm">
          <RefusalText refusal={refusal} version={device.version} />
        </div>
      )}
    </section>
  );
}

/** The campaigns that can be claimed now, read again whenever the balance has changed, here or elsewhere. */
function useCampaigns({ client, following }: Device) {
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
