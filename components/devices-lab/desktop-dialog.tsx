"use client";

import { X } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef } from "react";
import type { Quote } from "#lib/client/answers.ts";
import { noCredits } from "#lib/credits/kinds.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { KindBar } from "../kind-bar.tsx";
import { kindLook } from "../kind-look.ts";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { withQuery } from "./projects.ts";
import { RefusalText } from "./refusal-text.tsx";
import { useToolWords } from "./tool-words.ts";
import type { Confirmation } from "./use-confirmation.ts";
import { WebLink } from "./web-link.tsx";

interface DesktopDialogProps {
  confirmation: Extract<Confirmation, { open: true }>;
  version: string;
  /** The store on the web, once its address is known. */
  store: string | undefined;
  onConfirm: (quote: Quote) => void;
  onClose: () => void;
}

/** The app asks before credits are used: cost, kinds in their order, what is left. It covers its own window alone. */
export function DesktopDialog({ confirmation, version, store, onConfirm, onClose }: DesktopDialogProps) {
  const t = useTranslations("devicesLab.dialog");
  const words = useToolWords();
  const title = useRef<HTMLHeadingElement>(null);
  const { feature, state } = confirmation;
  useEffect(() => title.current?.focus(), []);
  return (
    <div className="absolute inset-0 z-10 grid overflow-y-auto bg-[rgb(0_0_0/0.55)] p-4">
      <div
        role="dialog"
        aria-labelledby="lab-dialog-title"
        className="relative m-auto w-full max-w-102 rounded-xl border border-line bg-popover p-5.5 text-ink shadow-float"
        onKeyDown={(event) => (event.key === "Escape" ? onClose() : undefined)}
      >
        <h3 id="lab-dialog-title" ref={title} tabIndex={-1} className="pe-10 font-bold text-lg outline-none">
          {feature.name}
        </h3>
        <p className="text-ink-2 text-sm">{words.makes(feature.slug, 1) ?? feature.description}</p>
        <button
          type="button"
          aria-label={t("close")}
          onClick={onClose}
          className="absolute end-3 top-3 grid size-9 place-items-center rounded-lg text-ink-2 hover:bg-soft pointer-coarse:size-11"
        >
          <X aria-hidden className="size-4" />
        </button>
        <div className="mt-4 grid gap-3">
          {state.status === "asking" ? <p role="status">{t("asking")}</p> : null}
          {state.status === "refused" ? <RefusalText refusal={state.refusal} version={version} /> : null}
          {state.status === "known" ? (
            <>
              {state.changed ? (
                <p role="alert" className="rounded-lg border border-warning bg-warning-soft px-3 py-2 text-sm">
                  {t("changed")}
                </p>
              ) : null}
              <Summary quote={state.quote} store={store}>
                <div className="flex flex-wrap gap-2">
                  <Button variant="outline" className="flex-1" onClick={onClose}>
                    {t("cancel")}
                  </Button>
                  <Button className="flex-[1.75]" onClick={() => onConfirm(state.quote)}>
                    {words.run(feature.slug, state.quote.cost)}
                  </Button>
                </div>
              </Summary>
            </>
          ) : null}
        </div>
      </div>
    </div>
  );
}

function Summary({ quote, store, children }: { quote: Quote; store: string | undefined; children: ReactNode }) {
  const t = useTranslations("devicesLab.dialog");
  const locale = useLocale();
  const lacking = { need: String(quote.shortfall), feature: quote.feature };
  return (
    <>
      <dl className="grid gap-1">
        <div className="flex items-baseline justify-between">
          <dt className="text-ink-2">{t("cost")}</dt>
          <dd className="font-bold text-[1.75rem] leading-9 tracking-[-0.02em]">{formatCredits(quote.cost, locale)}</dd>
        </div>
        <div className="flex items-baseline justify-between">
          <dt className="text-ink-2">{t("available")}</dt>
          <dd>{formatCredits(quote.available, locale)}</dd>
        </div>
      </dl>
      {quote.sufficient ? <Uses uses={quote.uses ?? []} /> : null}
      {quote.sufficient ? (
        <p className="flex justify-between rounded-lg bg-soft px-3 py-2.5">
          <span className="text-ink-2">{t("after")}</span>
          <span className="font-bold">{formatCredits(quote.after, locale)}</span>
        </p>
      ) : (
        <p className="rounded-lg bg-soft px-3 py-2.5 font-semibold">{t("need", { count: quote.shortfall })}</p>
      )}
      {quote.sufficient ? children : null}
      <p className="text-center text-ink-2 text-xs">
        {t("promise")}{" "}
        <WebLink href={quote.sufficient || store === undefined ? store : withQuery(store, lacking)}>
          {t("getCredits")}
        </WebLink>
      </p>
    </>
  );
}

function Uses({ uses }: { uses: NonNullable<Quote["uses"]> }) {
  const t = useTranslations("devicesLab.dialog");
  const kindWord = useTranslations("kinds");
  const locale = useLocale();
  const byKind = noCredits();
  for (const { kind, amount } of uses) byKind[kind] = amount;
  return (
    <>
      <KindBar byKind={byKind} className="h-2" />
      <ol aria-label={t("order")} className="grid divide-y divide-line">
        {uses.map(({ kind, amount }, index) => {
          const { icon: Icon, mark } = kindLook[kind];
          return (
            <li key={kind} className="flex items-center gap-2 py-2 first:pt-0">
              <Icon aria-hidden className={cn("size-4 shrink-0", mark)} />
              <span>{t(index === 0 ? "first" : "then", { kind: kindWord(`${kind}.word`) })}</span>
              <span className="ms-auto font-bold">{formatCredits(amount, locale)}</span>
            </li>
          );
        })}
      </ol>
    </>
  );
}
