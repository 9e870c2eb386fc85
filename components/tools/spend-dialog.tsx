"use client";

import { useTranslations } from "next-intl";
import { type RefObject, useRef } from "react";
import type { ToolSlug } from "#lib/tools/tool.ts";
import { bdi } from "../ui/bdi.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogContent, DialogDescription, DialogTitle } from "../ui/dialog.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { QuoteChanged } from "./quote-changed.tsx";
import { RunFailureNotice } from "./run-failure-notice.tsx";
import type { RunFailure } from "./send-run.ts";
import { Shortfall } from "./shortfall.tsx";
import { SpendSummary } from "./spend-summary.tsx";
import { useMomentAfter } from "./use-moment-after.ts";
import type { QuoteState } from "./use-quote.ts";

interface SpendDialogProps {
  tool: ToolSlug;
  units: number;
  open: boolean;
  onClose: () => void;
  quote: QuoteState;
  running: boolean;
  failure: RunFailure | null;
  onConfirm: (quoteId: string) => void;
  onAskAgain: () => void;
  /** Where the focus goes when the dialog closes after a result. */
  resultRef: RefObject<HTMLElement | null>;
}

/** Asks before credits are used: what it costs, which credits in which order, and what is left. */
export function SpendDialog({ open, onClose, running, resultRef, units, ...props }: SpendDialogProps) {
  const t = useTranslations("tools");
  const titleRef = useRef<HTMLHeadingElement>(null);
  return (
    <Dialog open={open} onOpenChange={(next) => (next || running ? undefined : onClose())} disablePointerDismissal>
      <DialogContent
        closeLabel={t("dialog.close")}
        initialFocus={titleRef}
        finalFocus={() => resultRef.current ?? true}
      >
        <DialogTitle ref={titleRef} tabIndex={-1} className="outline-none">
          {t(`${props.tool}.name`)}
        </DialogTitle>
        <DialogDescription>{t(`${props.tool}.makes`, { count: units })}</DialogDescription>
        <p role="status" className="sr-only">
          {useSpoken(props.tool, props.quote, running)}
        </p>
        <DialogBody running={running} onClose={onClose} {...props} />
      </DialogContent>
    </Dialog>
  );
}

/** What is announced: that the price is requested, the price, and that the run starts. */
function useSpoken(tool: ToolSlug, quote: QuoteState, running: boolean): string {
  const t = useTranslations("tools");
  if (running) return t("dialog.working");
  if (quote.status === "asking") return t("dialog.asking");
  return quote.status === "known" ? t(`${tool}.run`, { count: quote.quote.cost }) : "";
}

type BodyProps = Omit<SpendDialogProps, "units" | "open" | "resultRef">;

function DialogBody({ tool, onClose, quote: state, running, failure, onConfirm, onAskAgain }: BodyProps) {
  const t = useTranslations("tools");
  const changes = state.status === "known" ? state.changes : 0;
  const justChanged = useMomentAfter(changes);
  switch (state.status) {
    case "asking":
      return (
        <div className="mt-6 grid gap-3">
          <Skeleton className="h-8" />
          <Skeleton className="h-24" />
        </div>
      );
    case "refused":
      return (
        <div className="mt-6 grid gap-4">
          <p role="alert">
            {state.trouble ? t.rich("failures.other-user", { name: state.trouble.name, bdi }) : t("dialog.noQuote")}
          </p>
          <Button data-needs-network onClick={onAskAgain}>
            {t("dialog.askAgain")}
          </Button>
        </div>
      );
    case "known": {
      const { quote } = state;
      // A request whose response was lost may have started a run: its retry must stay possible whatever is left.
      const payable = quote.sufficient || failure?.status === "unknown";
      return (
        <div className="mt-5 grid gap-4">
          {/* An error has its own text. */}
          {changes > 0 && quote.sufficient && failure === null ? <QuoteChanged /> : null}
          {payable ? <SpendSummary quote={quote} /> : <Shortfall tool={tool} quote={quote} onCancel={onClose} />}
          {failure ? <RunFailureNotice tool={tool} failure={failure} /> : null}
          {payable ? (
            <div className="grid grid-cols-[1fr_1.75fr] gap-2">
              <Button variant="outline" onClick={onClose} disabled={running} focusableWhenDisabled>
                {t("dialog.cancel")}
              </Button>
              <Button
                data-needs-network
                onClick={() => onConfirm(quote.id)}
                disabled={running || justChanged}
                focusableWhenDisabled
              >
                {running ? t("dialog.working") : t(`${tool}.run`, { count: quote.cost })}
              </Button>
            </div>
          ) : null}
          {payable ? <p className="text-center text-ink-2 text-xs">{t("dialog.promise")}</p> : null}
        </div>
      );
    }
  }
}
