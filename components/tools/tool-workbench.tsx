"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import type { WebRun } from "#lib/client/responses.ts";
import { type ConfirmationRules, needsConfirmation } from "#lib/credits/needs-confirmation.ts";
import { type ToolSlug, tools } from "#lib/tools/tool.ts";
import { useLiveBalance } from "../balance/live-balance.tsx";
import { Button } from "../ui/button.tsx";
import { buttonVariants } from "../ui/button-variants.ts";
import { Card } from "../ui/card.tsx";
import { type Choice, toForm } from "./attempt.ts";
import { DemoSwitch } from "./demo-switch.tsx";
import { previewUses } from "./preview-uses.ts";
import type { AskQuote } from "./quote-shape.ts";
import { RunFailureNotice } from "./run-failure-notice.tsx";
import { SpendDialog } from "./spend-dialog.tsx";
import type { TemplateOffer } from "./template-fields.tsx";
import { findMissing, type Missing, ToolFields } from "./tool-fields.tsx";
import { ToolResult } from "./tool-result.tsx";
import { useChoice } from "./use-choice.ts";
import { useQuote } from "./use-quote.ts";
import { useToolRun } from "./use-tool-run.ts";
import { UsesLine } from "./uses-line.tsx";

interface ToolWorkbenchProps {
  tool: ToolSlug;
  /** Whole credits per unit, as the catalogue has it now. */
  cost: number;
  samples: readonly string[];
  /** The drawing of the project that the user came with. */
  brought: string | null;
  templates: readonly TemplateOffer[];
  quote: AskQuote;
  /** The newest run of this tool when the page was rendered. */
  recent: WebRun | null;
  demo: boolean;
  /** When this person is asked before a run. */
  confirmation: ConfirmationRules;
}

/** The page of a tool: its input, the confirmation before credits are held, the run, and its result. */
export function ToolWorkbench({
  tool,
  cost,
  samples,
  brought,
  templates,
  quote: ask,
  recent,
  demo,
  confirmation: rules,
}: ToolWorkbenchProps) {
  const t = useTranslations("tools");
  const { input } = tools[tool];
  const template = input === "template" ? (templates[0]?.slug ?? "") : null;
  const offered = input === "clip" ? clips : samples;
  const kept = useChoice(tool, { template, samples: offered, brought, prompts: input === "prompt" });
  const { choice } = kept;
  const [missing, setMissing] = useState<Missing>(null);
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState(false);
  const [toFail, setToFail] = useState(false);
  const { shown, sending, failure, busy, start, startFree, clearFailure, cancel, cancelling } = useToolRun(recent);
  const quote = useQuote(ask, tool, sending);
  const photo = useRef<HTMLInputElement>(null);
  const headline = useRef<HTMLInputElement>(null);
  const prompt = useRef<HTMLTextAreaElement>(null);
  const resultHeading = useRef<HTMLHeadingElement>(null);
  const focusAfter = useRef<HTMLElement | null>(null);
  const refs = { photo, headline, prompt };
  const free = choice.words?.watermark === true;
  const { balance } = useLiveBalance();
  const price = cost * choice.units;
  const short = free ? 0 : Math.max(0, price - balance.available);
  const working = asking || sending || busy;

  function submit(event: FormEvent) {
    event.preventDefault();
    const lacks = findMissing(tool, choice);
    setMissing(lacks);
    clearFailure();
    if (lacks !== null) return refs[lacks].current?.focus();
    if (free) return void exportWatermarked();
    kept.remember();
    focusAfter.current = null;
    void startOrAsk();
  }

  /** What the button showed is not shown again, unless this person wants that, or it is no longer so. */
  async function startOrAsk() {
    const shown = { cost: price, uses: previewUses(balance.byKind, price) };
    setAsking(true);
    const quoted = await quote.begin(choice.units);
    setAsking(false);
    if (quoted === null || needsConfirmation(quoted, { shown, rules })) return setOpen(true);
    await confirm(quoted.id);
  }

  async function exportWatermarked() {
    if (await startFree(toForm(choice, null))) resultHeading.current?.focus();
  }

  async function confirm(quoteId: string) {
    const attempt = kept.openAttempt(quoteId);
    const form = toForm(choice, { feature: tool, quote: attempt.quote });
    const outcome = await start(form, attempt.key, toFail);
    if (outcome === "begun") {
      kept.closeAttempt();
      setToFail(false);
      focusAfter.current = resultHeading.current;
      if (!open) resultHeading.current?.focus();
      return close();
    }
    setOpen(true);
    if (outcome === "reused") kept.closeAttempt();
    else if (outcome === "refused") kept.forgetQuote();
    await quote.askAgain();
  }

  function close() {
    setOpen(false);
    quote.end();
  }

  function change(apply: () => void) {
    setMissing(null);
    apply();
  }

  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card aria-label={t("input")} className="p-5 sm:p-6">
        <form onSubmit={submit} noValidate className="grid gap-5">
          <ToolFields
            tool={tool}
            cost={cost}
            choice={choice}
            samples={offered}
            templates={templates}
            missing={missing}
            onPhoto={(chosen: Choice["photo"]) => change(() => kept.choosePhoto(chosen))}
            onWords={(words) => change(() => kept.setWords(words))}
            onPrompt={(words) => change(() => kept.setPrompt(words))}
            onUnits={kept.setUnits}
            refs={refs}
          />
          <div className="grid gap-2.5">
            {free ? <p className="text-ink-2 text-sm">{t("preview.free")}</p> : <UsesLine cost={price} />}
            {short > 0 && !working ? (
              <Link
                href={`/profile/credits/store?feature=${tool}&units=${choice.units}`}
                onClick={kept.remember}
                className={buttonVariants({ size: "lg" })}
              >
                {t("getMore", { count: short })}
              </Link>
            ) : (
              <Button type="submit" size="lg" disabled={working} focusableWhenDisabled>
                {working ? t("dialog.working") : free ? t("template.runFree") : t(`${tool}.run`, { count: price })}
              </Button>
            )}
            <p role="status" className="sr-only">
              {free || short > 0 ? "" : t(`${tool}.run`, { count: price })}
            </p>
            {demo && !free ? <DemoSwitch on={toFail} onChange={setToFail} /> : null}
            {failure && !open ? <RunFailureNotice tool={tool} failure={failure} /> : null}
          </div>
        </form>
      </Card>
      <ToolResult
        tool={tool}
        shown={shown}
        cancelling={cancelling}
        onCancel={() => {
          resultHeading.current?.focus();
          void cancel();
        }}
        headingRef={resultHeading}
      />
      <SpendDialog
        tool={tool}
        units={choice.units}
        open={open}
        onClose={close}
        quote={quote.state}
        running={sending}
        failure={failure}
        onConfirm={(id) => void confirm(id)}
        onAskAgain={() => void quote.askAgain()}
        resultRef={focusAfter}
      />
    </div>
  );
}

const clips = ["clip"];
