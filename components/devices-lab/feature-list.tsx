"use client";

import { ExternalLink } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { Feature } from "#lib/client/responses.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { type Project, withQuery } from "./projects.ts";
import { useToolWords } from "./tool-words.ts";
import type { Device } from "./use-device.ts";

interface FeatureListProps {
  device: Device;
  project: Project;
  busy: boolean;
  onUse: (feature: Feature, button: HTMLElement) => void;
}

const row =
  "flex min-h-12 w-full items-center gap-3 px-4 py-2 text-start hover:bg-soft disabled:opacity-55 disabled:hover:bg-transparent";

/** The features of an app, each as its platform offers it: with credits, on the device, or on the web. */
export function FeatureList({ device, project, busy, onUse }: FeatureListProps) {
  const t = useTranslations("devicesLab.feature");
  const locale = useLocale();
  const words = useToolWords();
  const [doneHere, setDoneHere] = useState<string | null>(null);
  const listed = device.features.filter(({ platforms }) => platforms[device.platform] !== "none");
  return (
    <ul
      aria-label={t("list")}
      className="grid divide-y divide-line overflow-hidden rounded-xl border border-line bg-card"
    >
      {listed.map((feature) => {
        const Icon = words.icon(feature.slug);
        const place = feature.platforms[device.platform];
        const elsewhere = place === "web" ? "onWeb" : doneHere === feature.slug ? "doneHere" : "onDevice";
        const name = (
          <>
            <Icon aria-hidden className="size-4 shrink-0 text-ink-2" />
            <span className="grid min-w-0 flex-1">
              <span>{feature.name}</span>
              {place === "credits" ? null : <span className="text-ink-2 text-xs">{t(elsewhere)}</span>}
            </span>
          </>
        );
        return (
          <li key={feature.slug}>
            {place === "credits" ? (
              <button
                type="button"
                className={row}
                disabled={busy}
                onClick={(event) => onUse(feature, event.currentTarget)}
              >
                {name}
                <span className="font-bold">{formatCredits(feature.costPerUnit, locale)}</span>
                <span className="sr-only">{t("credits", { count: feature.costPerUnit })}</span>
              </button>
            ) : null}
            {place === "on-device" ? (
              <button type="button" className={row} onClick={() => setDoneHere(feature.slug)}>
                {name}
              </button>
            ) : null}
            {place === "web" ? (
              <a
                href={withQuery(feature.webUrl, { project: project.slug })}
                target="_blank"
                rel="noreferrer"
                className={row}
              >
                {name}
                <ExternalLink aria-hidden className="size-3.5 text-ink-2" />
              </a>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
