"use client";

import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { Button } from "../ui/button.tsx";
import { RefusalText } from "./refusal-text.tsx";
import { useCampaigns } from "./use-campaigns.ts";
import type { Device } from "./use-device.ts";

/** What can be claimed in the phone app: amounts only, as on the desktop. Nothing while there is nothing. */
export function PhoneEarn({ device }: { device: Device }) {
  const t = useTranslations("devicesLab.mobile");
  const locale = useLocale();
  const { campaigns, refusal, claim } = useCampaigns(device);
  if (campaigns.length === 0 && refusal === null) return null;
  return (
    <section aria-labelledby="phone-earn" className="grid gap-2 rounded-xl border border-line bg-card p-4 shadow-card">
      <h4 id="phone-earn" className="font-bold">
        {t("earn")}
      </h4>
      {campaigns.map(({ slug, name, credits }) => (
        <Button key={slug} variant="outline" className="justify-between" onClick={() => void claim(slug)}>
          <span>{name}</span>
          <span className="sr-only">: </span>
          <span className="font-bold">{t("claim", { amount: formatCredits(credits, locale) })}</span>
        </Button>
      ))}
      {refusal === null ? null : (
        <div role="alert" className="text-sm">
          <RefusalText refusal={refusal} version={device.version} />
        </div>
      )}
    </section>
  );
}
