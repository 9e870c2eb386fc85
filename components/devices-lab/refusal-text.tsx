"use client";

import { useTranslations } from "next-intl";
import type { Refusal } from "#lib/client/refusal.ts";
import { WebLink } from "./web-link.tsx";

/** The text of an error, with a link where the user can do something about it on the web. */
export function RefusalText({ refusal, version }: { refusal: Refusal; version: string }) {
  const t = useTranslations("devicesLab.refusals");
  const webUrl = "webUrl" in refusal ? refusal.webUrl : null;
  return (
    <p>
      {useWords(refusal, version)} {webUrl === null ? null : <WebLink href={webUrl}>{t("openWeb")}</WebLink>}
    </p>
  );
}

function useWords(refusal: Refusal, version: string): string {
  const t = useTranslations("devicesLab.refusals");
  switch (refusal.status) {
    case "client-too-old":
      return t("client-too-old", { version, minimum: refusal.minimumVersion });
    case "insufficient-credits":
      return t("insufficient-credits", { cost: refusal.cost, available: refusal.available });
    case "rate-limited":
      return t("rate-limited", { seconds: Math.ceil(refusal.retryAfterSeconds) });
    case "refused":
      return t("refused", { slug: refusal.slug });
    case "not-on-this-platform":
    case "quote-changed":
    case "quote-expired":
    case "account-frozen":
    case "results-full":
    case "signed-out":
    case "unknown":
    case "unreachable":
      return t(refusal.status);
  }
}
