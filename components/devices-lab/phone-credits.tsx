"use client";

import { ChevronLeft } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { LiveText } from "../balance/live-text.tsx";
import { DeviceStatus } from "./device-status.tsx";
import { PhoneEarn } from "./phone-earn.tsx";
import type { Device } from "./use-device.ts";
import { WebLink } from "./web-link.tsx";

/** Profile → Credits of the phone app: one number, the same everywhere, and what its features cost. */
export function PhoneCredits({ device, onBack }: { device: Device; onBack: () => void }) {
  const t = useTranslations("devicesLab.mobile");
  const locale = useLocale();
  const { balance } = device.following;
  const costing = device.features.filter(({ platforms }) => platforms.mobile === "credits");
  return (
    <div className="grid gap-3">
      <button
        type="button"
        onClick={onBack}
        className="-ms-1 flex min-h-9 w-fit items-center gap-1 rounded-lg pe-2 text-ink-2 text-sm pointer-coarse:min-h-11"
      >
        <ChevronLeft aria-hidden className="size-4" />
        {t("profile")}
      </button>
      <h3 className="font-bold text-xl">{t("credits")}</h3>
      <div className="grid gap-1 rounded-xl border border-line bg-card px-4 py-6 text-center shadow-card">
        <p className="font-bold text-total tracking-[-0.02em]">
          <LiveText>{balance === null ? "–" : formatCredits(balance.available, locale)}</LiveText>
        </p>
        <p className="text-ink-2">{t("toUse", { count: balance?.available ?? 0 })}</p>
        <div className="mt-2">
          <DeviceStatus following={device.following} />
        </div>
      </div>
      <PhoneEarn device={device} />
      <ul
        aria-label={t("costs")}
        className="grid divide-y divide-line rounded-xl border border-line bg-card shadow-card"
      >
        {costing.map(({ slug, name, costPerUnit }) => (
          <li key={slug} className="flex min-h-12 items-center justify-between gap-3 px-4">
            <span>{name}</span>
            <span className="font-bold">{formatCredits(costPerUnit, locale)}</span>
          </li>
        ))}
      </ul>
      <p className="px-2 text-center text-ink-2 text-sm">
        {t.rich("onWeb", {
          link: (words) => <WebLink href={device.webPages?.credits}>{words}</WebLink>,
        })}
      </p>
    </div>
  );
}
