"use client";

import { ExternalLink } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { kinds } from "#lib/credits/kinds.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { KindChip } from "../balance/kind-chip.tsx";
import { useLiveBalance } from "../balance/live-balance.tsx";
import { LiveText } from "../balance/live-text.tsx";
import { bdi } from "../ui/bdi.tsx";
import { buttonVariants } from "../ui/button-variants.ts";
import { Card } from "../ui/card.tsx";
import { StatusDot } from "./status-dot.tsx";

/** The account as this browser's session sees it, with its pages in a second tab. */
export function WebPanel({ name }: { name: string }) {
  const t = useTranslations("devicesLab.web");
  const locale = useLocale();
  const { balance, status } = useLiveBalance();
  const signedOut = status === "signed-out";
  return (
    <Card aria-labelledby="lab-web" className="flex flex-wrap items-center gap-x-8 gap-y-4 p-5">
      <div className="grid gap-1">
        <h2 id="lab-web" className="font-bold text-[0.9375rem]">
          {t.rich("title", { name, bdi })}
        </h2>
        <p className="flex items-center gap-2.5 text-ink-2 text-sm">
          <StatusDot tone={status === "live" ? "ok" : status === "connecting" ? "calm" : "warning"} />
          {t(signedOut ? "signedOut" : status)}
        </p>
      </div>
      {signedOut ? (
        <p className="max-w-prose">{t("devicesStay")}</p>
      ) : (
        <>
          <p className="flex items-baseline gap-2">
            <span className="font-bold text-[1.75rem] leading-9 tracking-[-0.02em]">
              <LiveText>{formatCredits(balance.available, locale)}</LiveText>
            </span>
            <span className="text-ink-2">{t("credits", { count: balance.available })}</span>
          </p>
          <ul className="flex flex-wrap gap-x-5 gap-y-2">
            {kinds.map((kind) => (
              <li key={kind} className="flex items-center gap-2">
                <KindChip kind={kind} plain />
                <span className="font-bold">
                  <LiveText>{formatCredits(balance.byKind[kind], locale)}</LiveText>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="flex flex-wrap gap-2 sm:ms-auto">
        <WebLink href="/profile/credits" words={t("openCredits")} />
        <WebLink href="/profile/credits/store" words={t("openStore")} />
        <WebLink href="/profile/devices" words={t("openDevices")} />
      </div>
    </Card>
  );
}

function WebLink({ href, words }: { href: string; words: string }) {
  const t = useTranslations("devicesLab");
  return (
    <a href={href} target="_blank" rel="noreferrer" className={buttonVariants({ variant: "outline", size: "sm" })}>
      {words}
      <ExternalLink aria-hidden />
      <span className="sr-only">{t("newTab")}</span>
    </a>
  );
}
