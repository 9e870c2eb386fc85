"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { toForm } from "./attempt.ts";
import { PhotoField } from "./photo-field.tsx";
import type { AskQuote } from "./quote-shape.ts";
import { RunFailureNotice } from "./run-failure-notice.tsx";
import { type MadeFile, type RunFailure, sendRun } from "./send-run.ts";
import { SpendDialog } from "./spend-dialog.tsx";
import { TemplateFields, type TemplateOffer } from "./template-fields.tsx";
import type { ToolName } from "./tool-look.ts";
import { ToolResult } from "./tool-result.tsx";
import { useChoice } from "./use-choice.ts";
import { useQuote } from "./use-quote.ts";
import { UsesLine } from "./uses-line.tsx";

interface ToolWorkbenchProps {
  tool: ToolName;
  /** Whole credits a run, as the catalogue has it now. */
  cost: number;
  samples: readonly string[];
  templates: readonly TemplateOffer[];
  quote: AskQuote;
}

/** A tool to work with: what goes in, the question before credits are used, and what comes out. */
export function ToolWorkbench({ tool, cost, samples, templates, quote: ask }: ToolWorkbenchProps) {
  const t = useTranslations("tools");
  const isTemplate = tool === "template-export";
  const template = isTemplate ? (templates[0]?.slug ?? "") : null;
  const { choice, words, setWords, choosePhoto, remember, openAttempt, closeAttempt } = useChoice(tool, {
    template,
    samples,
  });
  const [missing, setMissing] = useState<"photo" | "headline" | null>(null);
  const [file, setFile] = useState<MadeFile | null>(null);
  const [open, setOpen] = useState(false);
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<RunFailure | null>(null);
  const [quote, refreshQuote] = useQuote(ask, tool);
  const photoInput = useRef<HTMLInputElement>(null);
  const headlineInput = useRef<HTMLInputElement>(null);
  const resultHeading = useRef<HTMLHeadingElement>(null);
  const focusAfter = useRef<HTMLElement | null>(null);
  const free = isTemplate && words.watermark;

  function submit(event: FormEvent) {
    event.preventDefault();
    const lacks = isTemplate ? (words.headline.trim() === "" ? "headline" : null) : choice.photo ? null : "photo";
    setMissing(lacks);
    setFailure(null);
    if (lacks !== null) return (lacks === "photo" ? photoInput : headlineInput).current?.focus();
    if (free) return void run(null);
    remember();
    focusAfter.current = null;
    setOpen(true);
    void refreshQuote();
  }

  async function run(quoteId: string | null) {
    if (running) return;
    setRunning(true);
    setFailure(null);
    const outcome = await sendRun(tool, toForm(choice, openAttempt(), quoteId));
    setRunning(false);
    if (outcome.status === "made") return show(outcome.file);
    setFailure(outcome.status === "unknown" && quoteId === null ? { status: "lost" } : outcome);
    if (outcome.status === "not-spent" && outcome.refusal.slug === "idempotency-key-reused") closeAttempt();
    if (outcome.status === "not-spent" || outcome.status === "unknown") await refreshQuote();
  }

  function show(made: MadeFile) {
    closeAttempt();
    if (file) URL.revokeObjectURL(file.url);
    setFile(made);
    focusAfter.current = resultHeading.current;
    if (open) setOpen(false);
    else resultHeading.current?.focus();
  }

  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card aria-label={t("input")} className="p-5 sm:p-6">
        <form onSubmit={submit} noValidate className="grid gap-5">
          {isTemplate ? (
            <TemplateFields
              templates={templates}
              words={words}
              onChange={setWords}
              cost={cost}
              error={missing === "headline" ? t("template.headlineMissing") : null}
              headlineRef={headlineInput}
            />
          ) : null}
          <PhotoField
            photo={choice.photo}
            onChoose={(chosen) => {
              choosePhoto(chosen);
              setMissing(null);
            }}
            samples={samples}
            optional={isTemplate}
            error={missing === "photo" ? t("photo.missing") : null}
            inputRef={photoInput}
          />
          <div className="grid gap-2.5">
            {free ? <p className="text-ink-2 text-sm">{t("preview.free")}</p> : <UsesLine cost={cost} />}
            <Button type="submit" size="lg" disabled={running} focusableWhenDisabled>
              {running ? t("dialog.working") : free ? t("template.runFree") : t(`${tool}.run`, { count: cost })}
            </Button>
            {failure && !open ? <RunFailureNotice tool={tool} failure={failure} /> : null}
          </div>
        </form>
      </Card>
      <ToolResult tool={tool} file={file} headingRef={resultHeading} />
      <SpendDialog
        tool={tool}
        open={open}
        onClose={() => setOpen(false)}
        quote={quote}
        running={running}
        failure={failure}
        onConfirm={(id) => void run(id)}
        onAskAgain={() => void refreshQuote()}
        resultRef={focusAfter}
      />
    </div>
  );
}
