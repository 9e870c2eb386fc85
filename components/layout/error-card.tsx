"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Button } from "#components/ui/button.tsx";
import { reloadIfOutdated } from "../network/outdated.ts";
import { PageTrouble } from "./page-trouble.tsx";
import { useRetry } from "./use-retry.ts";

/** A page that failed: it claims nothing about the credits. It retries automatically, and at once on request. */
export function ErrorCard({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations("errors");
  useEffect(() => void reloadIfOutdated(error), [error]);
  const reference = referenceOf(error);
  useRetry(error, retry);
  return (
    <div role="alert">
      <PageTrouble title={t("failed.title")} words={t("failed.words")}>
        <Button onClick={retry}>{t("retry")}</Button>
        {reference === null ? null : <p className="w-full text-ink-2 text-sm">{t("reference", { reference })}</p>}
      </PageTrouble>
    </div>
  );
}

/** The number under which the server's log has the error; its message stays on the server. */
function referenceOf(error: unknown): string | null {
  return error instanceof Error && "digest" in error && typeof error.digest === "string" ? error.digest : null;
}
