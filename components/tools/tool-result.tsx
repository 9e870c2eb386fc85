"use client";

import { TriangleAlert, Undo2 } from "lucide-react";
import Link from "next/link";
import { useLocale, useNow, useTranslations } from "next-intl";
import type { RefObject } from "react";
import type { WebRun } from "#lib/client/responses.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { formatInstant } from "#lib/format/dates.ts";
import type { ToolSlug } from "#lib/tools/tool.ts";
import { useReader } from "../balance/use-reader.ts";
import { bdi } from "../ui/bdi.tsx";
import { Card } from "../ui/card.tsx";
import { Notice } from "../ui/notice.tsx";
import { type MadeFile, MadeFiles } from "./made-files.tsx";
import { RunProgress } from "./run-progress.tsx";
import { toolLook } from "./tool-look.ts";
import { useUsesText } from "./uses-text.ts";

/** What the result area shows: a run in any state, or a free export. */
export type Shown = { what: "run"; run: WebRun; replayed: boolean } | { what: "free"; file: MadeFile } | null;

interface ToolResultProps {
  tool: ToolSlug;
  shown: Shown;
  cancelling: boolean;
  onCancel: () => void;
  headingRef: RefObject<HTMLHeadingElement | null>;
}

/** The result area: empty at first, then the run's progress, then what it made with its receipt, or why it failed. */
export function ToolResult({ tool, shown, cancelling, onCancel, headingRef }: ToolResultProps) {
  const t = useTranslations("tools.result");
  const ready = shown !== null && (shown.what === "free" || shown.run.status === "done");
  return (
    <Card aria-labelledby="result" className="grid content-start gap-4 p-5 sm:p-6">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id="result" ref={headingRef} tabIndex={-1} className="rounded-sm font-bold text-[0.9375rem]">
          {t("title")}
        </h2>
      </div>
      {/* The height of the empty state is kept, so that nothing below jumps when a run begins or ends. */}
      <div className="grid min-h-56 content-start">
        <ShownState tool={tool} shown={shown} cancelling={cancelling} onCancel={onCancel} />
      </div>
      <p role="status" className="sr-only">
        {ready ? t("ready") : ""}
      </p>
    </Card>
  );
}

function ShownState({ tool, shown, cancelling, onCancel }: Omit<ToolResultProps, "headingRef">) {
  const t = useTranslations("tools.result");
  if (shown === null) return <Empty tool={tool} />;
  if (shown.what === "free") {
    return (
      <div className="grid gap-4">
        <MadeFiles tool={tool} files={[shown.file]} />
        <p className="text-ink-2">{t("free")}</p>
        <p className="text-ink-2 text-xs">{t("notKept")}</p>
      </div>
    );
  }
  const { run, replayed } = shown;
  switch (run.status) {
    case "running":
      return <RunProgress run={run} cancelling={cancelling} onCancel={onCancel} />;
    case "failed":
      return <Failed run={run} />;
    case "cancelled":
      return <Cancelled run={run} />;
    case "done":
      return (
        <div className="grid gap-4">
          {run.results ? <MadeFiles tool={tool} files={run.results} /> : <p className="text-ink-2">{t("gone")}</p>}
          {run.receipt ? <Receipt receipt={run.receipt} replayed={replayed} /> : null}
          {run.results ? <KeptUntil files={run.results} /> : null}
        </div>
      );
  }
}

function KeptUntil({ files }: { files: readonly MadeFile[] }) {
  const t = useTranslations("tools.result");
  const [reader, now] = [useReader(), useNow()];
  const [until] = files.flatMap(({ expiresAt }) => expiresAt ?? []).sort();
  return (
    <p className="text-ink-2 text-xs">
      {until === undefined ? null : t.rich("keptUntil", { date: formatInstant(new Date(until), now, reader), bdi })}{" "}
      {t("onlyYou")}
    </p>
  );
}

function Empty({ tool }: { tool: ToolSlug }) {
  const t = useTranslations("tools.result");
  const Icon = toolLook[tool].icon;
  return (
    <div className="grid min-h-56 place-items-center rounded-xl bg-soft p-6 text-center text-ink-2">
      <p className="grid justify-items-center gap-2">
        <Icon aria-hidden className="size-6 text-ink-3" />
        {t("empty")}
      </p>
    </div>
  );
}

function Failed({ run }: { run: WebRun }) {
  const t = useTranslations("tools.result");
  const reasons = useTranslations("tools.reasons");
  const why = run.error !== undefined && reasons.has(run.error) ? reasons(run.error) : reasons("failed");
  return (
    <Notice role="alert" variant="error" className="px-4! py-3!">
      <TriangleAlert aria-hidden />
      <p>
        {why} {t("notCharged", { count: run.hold.amount })}
      </p>
    </Notice>
  );
}

function Cancelled({ run }: { run: WebRun }) {
  const t = useTranslations("tools.result");
  return (
    <Notice role="status" className="px-4! py-3!">
      <Undo2 aria-hidden />
      <p>{t("cancelled", { count: run.hold.amount })}</p>
    </Notice>
  );
}

function Receipt({ receipt, replayed }: { receipt: NonNullable<WebRun["receipt"]>; replayed: boolean }) {
  const t = useTranslations("tools.result");
  const locale = useLocale();
  const usesText = useUsesText();
  const { version, used, held } = receipt;
  const said = { count: used, held, uses: usesText(receipt.uses), after: formatCredits(receipt.balanceAfter, locale) };
  return (
    <p className="rounded-lg bg-soft px-3 py-2.5">
      {t(used < held ? "receiptOfHeld" : "receipt", said)} {replayed ? `${t("replayed")} ` : ""}
      <Link
        href={`/profile/credits/history?before=${version + 1}#line-${version}`}
        className="rounded-sm underline underline-offset-4"
      >
        {t("history")}
      </Link>
    </p>
  );
}
