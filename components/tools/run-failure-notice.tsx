"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Notice } from "../ui/notice.tsx";
import type { RunFailure } from "./send-run.ts";
import type { ToolName } from "./tool-look.ts";

/** Why there is no result, what it means for the credits, and what to do. */
export function RunFailureNotice({ tool, failure }: { tool: ToolName; failure: RunFailure }) {
  const t = useTranslations("tools.failures");
  return (
    <Notice role="alert" variant={failure.status === "not-spent" ? "neutral" : "error"} className="px-4 py-3">
      <TriangleAlert aria-hidden />
      <p>
        <FailureWords failure={failure} />{" "}
        {failure.status === "signed-out" ? (
          <a href={`/sign-in?next=/tools/${tool}`} className="rounded-sm underline">
            {t("signIn")}
          </a>
        ) : null}
      </p>
    </Notice>
  );
}

function FailureWords({ failure }: { failure: RunFailure }) {
  const t = useTranslations("tools.failures");
  switch (failure.status) {
    case "not-made":
      return t(failure.reason);
    case "limited":
      return t("limited", { count: failure.retryAfterSeconds });
    case "refused":
      return t("refused", { field: failure.field });
    case "not-spent": {
      const slug = failure.refusal.slug;
      if (slug === "quote-changed" || slug === "quote-expired" || slug === "insufficient-credits") return t(slug);
      return slug === "idempotency-key-reused" ? t("key-reused") : t("not-spent");
    }
    case "unknown":
    case "lost":
    case "signed-out":
    case "not-found":
    case "foreign":
    case "too-large":
      return t(failure.status);
  }
}
