"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import type { Quote } from "#lib/client/quote.ts";
import type { Feature } from "#lib/client/responses.ts";
import { QuoteChanged } from "../tools/quote-changed.tsx";
import { QuoteFigures, QuoteUses } from "../tools/quote-summary.tsx";
import { useMomentAfter } from "../tools/use-moment-after.ts";
import { Button } from "../ui/button.tsx";
import { withQuery } from "./projects.ts";
import { RefusalText } from "./refusal-text.tsx";
import { useToolWords } from "./tool-words.ts";
import type { Confirmation } from "./use-confirmation.ts";
import type { Device } from "./use-device.ts";
import { WebLink } from "./web-link.tsx";

interface DesktopDialogProps {
  confirmation: Extract<Confirmation, { open: true }>;
  device: Device;
  onConfirm: (quote: Quote) => void;
  onClose: () => void;
}

/** The app asks before credits are used: cost, kinds in their order, what is left. It covers only its own window. */
export function DesktopDialog({ confirmation: { feature, state }, device, onConfirm, onClose }: DesktopDialogProps) {
  const t = useTranslations("devicesLab.dialog");
  const words = useToolWords();
  const title = useRef<HTMLHeadingElement>(null);
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
          {state.status === "refused" ? <RefusalText refusal={state.trouble} version={device.version} /> : null}
          {state.status === "known" ? (
            <Question {...{ feature, device, onConfirm, onClose }} quote={state.quote} changes={state.changes} />
          ) : null}
        </div>
      </div>
    </div>
  );
}

interface QuestionProps extends Omit<DesktopDialogProps, "confirmation"> {
  feature: Feature;
  quote: Quote;
  changes: number;
}

function Question({ feature, device, quote, changes, onConfirm, onClose }: QuestionProps) {
  const t = useTranslations("devicesLab.dialog");
  const words = useToolWords();
  const justChanged = useMomentAfter(changes);
  const store = device.webPages?.buy;
  const lacking = { need: String(quote.shortfall), feature: quote.feature };
  return (
    <>
      {changes > 0 ? <QuoteChanged /> : null}
      <QuoteFigures quote={quote} />
      {quote.sufficient ? (
        <>
          <QuoteUses quote={quote} />
          <div className="flex flex-wrap gap-2">
            <Button variant="outline" className="flex-1!" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button
              className="flex-[1.75]!"
              disabled={justChanged}
              focusableWhenDisabled
              onClick={() => onConfirm(quote)}
            >
              {words.run(feature.slug, quote.cost)}
            </Button>
          </div>
        </>
      ) : (
        <p className="rounded-lg bg-soft px-3 py-2.5 font-semibold">{t("need", { count: quote.shortfall })}</p>
      )}
      <p className="text-center text-ink-2 text-xs">
        {t("promise")}{" "}
        <WebLink href={quote.sufficient || store === undefined ? store : withQuery(store, lacking)}>
          {t("getCredits")}
        </WebLink>
      </p>
    </>
  );
}
