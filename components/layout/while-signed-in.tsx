"use client";

import { LogOut } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useLiveBalance } from "../balance/live-balance.tsx";
import { buttonVariants } from "../ui/button-variants.ts";
import { Notice } from "../ui/notice.tsx";

/** Shows the page while its session lasts: afterwards its numbers are outdated, and only a link to sign in is shown. */
export function WhileSignedIn({ children }: { children: ReactNode }) {
  return useLiveBalance().status === "signed-out" ? <SignedOut /> : children;
}

/** Shows only where a page was open before, so that there is an address to come back to. */
function SignedOut() {
  const t = useTranslations("shell.ended");
  const { pathname, search } = window.location;
  return (
    <Notice role="alert" variant="warning">
      <LogOut aria-hidden />
      <div className="grid justify-items-start gap-3">
        <h1 className="font-bold text-lg">{t("title")}</h1>
        <p>{t("text")}</p>
        <a
          href={`/sign-in?${new URLSearchParams({ next: `${pathname}${search}` })}`}
          className={buttonVariants({ variant: "primary" })}
        >
          {t("signIn")}
        </a>
      </div>
    </Notice>
  );
}
