"use client";

import { TriangleAlert } from "lucide-react";
import { useNow, useTranslations } from "next-intl";
import { formatInstant } from "#lib/format/dates.ts";
import type { ToolSlug } from "#lib/tools/tool.ts";
import { useReader } from "../balance/use-reader.ts";
import { bdi } from "../ui/bdi.tsx";
import { Notice } from "../ui/notice.tsx";
import type { RunFailure } from "./send-run.ts";

/** Why no run started, what that means for the credits, and what to do. */
export function RunFailureNotice({ tool, failure }: { tool: ToolSlug; failure: RunFailure }) {
  const t = useTranslations("tools.failures");
  const signedOut = failure.status === "refused" && failure.slug === "unauthenticated";
  return (
    <Notice role="alert" variant={failure.status === "refused" ? "neutral" : "error"} className="px-4! py-3!">
      <TriangleAlert aria-hidden />
      <p>
        <FailureWords failure={failure} />{" "}
        {signedOut ? (
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
  const reasons = useTranslations("tools.reasons");
  const [reader, now] = [useReader(), useNow()];
  if (failure.status === "other-user") return t.rich("other-user", { name: failure.name, bdi });
  if (failure.status === "results-full") {
    return t.rich("results-full", { date: formatInstant(new Date(failure.roomAt), now, reader), bdi });
  }
  if (failure.status !== "refused") return t(failure.status);
  const { slug, field, reason, retryAfterSeconds } = failure;
  if (slug === "rate-limited") return t("limited", { count: retryAfterSeconds });
  if (slug === "invalid-request") {
    return reasons.has(reason) ? `${reasons(reason)} ${t("nothing")}` : t("invalid-request", { field });
  }
  return t.has(slug) ? t(slug) : t("not-begun");
}
