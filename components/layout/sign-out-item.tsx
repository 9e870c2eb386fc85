"use client";

import { LogOut } from "lucide-react";
import { unstable_rethrow } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { reloadIfOutdated } from "../network/outdated.ts";
import { MenuItem } from "../ui/menu.tsx";

/** Signs out from a menu, and reports a failure: users must not believe that they are signed out when they are not. */
export function SignOutItem({ signOut }: { signOut: () => Promise<void> }) {
  const t = useTranslations("shell");
  const [failed, setFailed] = useState(false);
  const [, startLeaving] = useTransition();

  function leave() {
    startLeaving(async () => {
      try {
        await signOut();
      } catch (error) {
        // A failed redirect to the first page is an error too, and is reported.
        unstable_rethrow(error);
        if (!reloadIfOutdated(error)) setFailed(true);
      }
    });
  }

  return (
    <MenuItem data-needs-network closeOnClick={false} onClick={leave}>
      <LogOut aria-hidden />
      <span className="grid">
        <span>{t("signOut")}</span>
        {failed ? (
          <span role="alert" className="text-error text-xs">
            {t("signOutFailed")}
          </span>
        ) : null}
      </span>
    </MenuItem>
  );
}
