"use client";

import { LoaderCircle } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { WebRun } from "#lib/client/responses.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { Button } from "../ui/button.tsx";

interface RunProgressProps {
  run: WebRun;
  cancelling: boolean;
  onCancel: () => void;
}

const bar =
  "h-2 w-full not-forced-colors:appearance-none overflow-hidden rounded-full border-0 bg-line [&::-moz-progress-bar]:bg-primary [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-primary";

/** A running run: its progress, the credits it holds, and the button that cancels it. */
export function RunProgress({ run, cancelling, onCancel }: RunProgressProps) {
  const t = useTranslations("tools.running");
  const locale = useLocale();
  const { progress = 0, hold } = run;
  return (
    <div className="grid min-h-56 content-center gap-4 rounded-xl bg-soft p-6">
      <p className="flex items-center gap-2 font-semibold">
        <LoaderCircle aria-hidden className="size-4 shrink-0 motion-safe:animate-spin" />
        <span>{t("working")}</span>
        <span className="ms-auto tabular-nums">{t("progress", { progress })}</span>
      </p>
      <progress aria-label={t("working")} value={progress} max={100} className={bar} />
      <p className="text-ink-2">{t("held", { amount: formatCredits(hold.amount, locale), count: hold.amount })}</p>
      <Button
        data-needs-network
        variant="outline"
        onClick={onCancel}
        disabled={cancelling}
        focusableWhenDisabled
        className="justify-self-start"
      >
        {t("cancel", { amount: formatCredits(hold.amount, locale) })}
      </Button>
      <p className="text-ink-2 text-xs">{t("leave")}</p>
    </div>
  );
}
