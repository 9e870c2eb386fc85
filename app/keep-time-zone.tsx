"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { keepCookie } from "#components/layout/keep-cookie.ts";

/**
 * On the first visit, stores the browser's time zone in the cookie that the server renders dates from. A page that
 * shows dates passes the zone they were `rendered` in, and is reread when that is not the stored one.
 */
export function KeepTimeZone({ rendered }: { rendered?: string }) {
  const { refresh } = useRouter();
  useEffect(() => {
    const kept = keptZone() ?? keepBrowserZone();
    if (rendered !== undefined && rendered !== kept) refresh();
  }, [rendered, refresh]);
  return null;
}

function keptZone(): string | null {
  const value = /(?:^|; )tz=([^;]*)/.exec(document.cookie)?.[1];
  if (!value) return null;
  try {
    return decodeURIComponent(value);
  } catch {
    // An unreadable value was not written by us: the browser's own zone replaces it.
    return null;
  }
}

function keepBrowserZone(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  keepCookie("tz", timeZone);
  return timeZone;
}
