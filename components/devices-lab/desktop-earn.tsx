"use client";

import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { Button } from "../ui/button.tsx";
import { RefusalText } from "./refusal-text.tsx";
import { useCampaigns } from "./use-campaigns.ts";
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
