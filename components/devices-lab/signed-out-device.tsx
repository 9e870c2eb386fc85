"use client";

import { useTranslations } from "next-intl";
import { Button } from "../ui/button.tsx";

/** A device whose token is none any more. */
export function SignedOutDevice({ onSignIn }: { onSignIn: () => void }) {
  const t = useTranslations("devicesLab.signedOut");
  return (
    <div className="grid flex-1 content-center justify-items-center gap-3 p-6 text-center">
      <p role="status" className="font-semibold">
        {t("title")}
      </p>
      <p className="max-w-prose text-ink-2 text-sm">{t("about")}</p>
      <Button onClick={onSignIn}>{t("signIn")}</Button>
    </div>
  );
}
