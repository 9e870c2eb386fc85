"use client";

import { UserRoundX } from "lucide-react";
import { useTranslations } from "next-intl";
import { bdi } from "../ui/bdi.tsx";
import { Notice } from "../ui/notice.tsx";

/** Says that what was pressed stood on another user's page, and so was not done. */
export function OtherUserNotice({ name }: { name: string }) {
  const t = useTranslations("shell");
  return (
    <Notice role="alert" variant="warning" className="mb-4">
      <UserRoundX aria-hidden />
      <p>{t.rich("otherUser", { name, bdi })}</p>
    </Notice>
  );
}
