"use client";

import { ExternalLink } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { Balance } from "#lib/client/balance.ts";
import { kinds } from "#lib/credits/kinds.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { KindBar } from "../balance/kind-bar.tsx";
import { KindChip } from "../balance/kind-chip.tsx";
import { LiveText } from "../balance/live-text.tsx";
import { bdi } from "../ui/bdi.tsx";
import { Button } from "../ui/button.tsx";
import { buttonVariants } from "../ui/button-variants.ts";
import { DesktopEarn } from "./desktop-earn.tsx";
import { DeviceStatus } from "./device-status.tsx";
import { RefusalText } from "./refusal-text.tsx";
import type { Device } from "./use-device.ts";
import { WebLink } from "./web-link.tsx";

/** Profile → Credits of the desktop app: the total and the three kinds; dates, history and the store are on the web. */
export function DesktopCredits({ device, name }: { device: Device; name: string }) {
  const t = useTranslations("devicesLab.desktop");
  const { following } = device;
  return (
    <div className="grid min-w-0 flex-1 content-start gap-4 p-5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-ink-2 text-sm">{t.rich("crumb", { name, bdi })}</p>
        <Button variant="outline" size="sm" onClick={() => void device.signOut()}>
          {t("signOut")}
        </Button>
      </div>
      {following.refusal ? (
        <div className="rounded-xl border border-warning bg-warning-soft px-4 py-3">
          <RefusalText refusal={following.refusal} version={device.version} />
        </div>
      ) : (
        <>
          <h3 className="font-bold text-xl">{t("credits")}</h3>
          {following.balance ? <Kinds balance={following.balance} /> : null}
          <div className="flex">
            <DeviceStatus following={following} />
          </div>
          <DesktopEarn device={device} />
          <div className="flex flex-wrap items-center gap-3">
            <a
              href={device.webPages?.buy}
              target="_blank"
              rel="noreferrer"
              className={buttonVariants({ variant: "primary" })}
            >
              {t("getCredits")}
              <ExternalLink aria-hidden />
            </a>
            <p className="text-ink-2 text-sm">
              {t.rich("onWeb", {
                link: (words) => <WebLink href={device.webPages?.credits}>{words}</WebLink>,
              })}
            </p>
          </div>
        </>
      )}
    </div>
  );
}

function Kinds({ balance: { available, byKind } }: { balance: Balance }) {
  const t = useTranslations("devicesLab.desktop");
  const locale = useLocale();
  return (
    <div className="grid gap-4 rounded-xl border border-line p-5">
      <p className="flex items-baseline gap-2">
        <span className="font-bold text-total tracking-[-0.02em]">
          <LiveText>{formatCredits(available, locale)}</LiveText>
        </span>
        <span className="text-ink-2">{t("toUse", { count: available })}</span>
      </p>
      {byKind ? (
        <>
          <KindBar byKind={byKind} className="h-2!" />
          <ol aria-label={t("kinds")} className="grid divide-y divide-line">
            {kinds.map((kind) => (
              <li key={kind} className="flex min-h-11 items-center justify-between">
                <KindChip kind={kind} plain className="text-base!" />
                <span className="font-bold">
                  <LiveText>{formatCredits(byKind[kind], locale)}</LiveText>
                </span>
              </li>
            ))}
          </ol>
        </>
      ) : null}
    </div>
  );
}
