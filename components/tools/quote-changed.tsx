"use client";

import { useTranslations } from "next-intl";
import { Notice } from "../ui/notice.tsx";

/** Other credits would be used than were shown before: the user has not agreed to these yet. */
export function QuoteChanged() {
  return (
    <Notice role="alert" variant="warning" className="px-3! py-2! text-sm!">
      <p>{useTranslations("quote")("changed")}</p>
    </Notice>
  );
}
