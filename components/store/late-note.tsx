"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

/** After ten seconds of waiting, says that the user can leave the page. */
export function LateNote() {
  const t = useTranslations("order");
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 10_000);
    return () => clearTimeout(timer);
  }, []);
  return late ? <span> {t("late")}</span> : null;
}
