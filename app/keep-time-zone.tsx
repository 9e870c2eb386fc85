"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const year = 365 * 24 * 60 * 60;

/**
 * On the first visit, keeps the browser's time zone in the cookie that the server renders dates from.
 * `rereads` says that the page shows dates and has to be read again in that zone.
 */
export function KeepTimeZone({ rereads = false }: { rereads?: boolean }) {
  const { refresh } = useRouter();
  useEffect(() => {
    if (/(?:^|; )tz=/.test(document.cookie)) return;
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const secure = location.protocol === "https:" ? "; Secure" : "";
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
    document.cookie = `tz=${timeZone}; Path=/; Max-Age=${year}; SameSite=Lax${secure}`;
    if (rereads) refresh();
  }, [rereads, refresh]);
  return null;
}
