"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { keepCookie } from "#components/layout/keep-cookie.ts";

/**
 * On the first visit, keeps the browser's time zone in the cookie that the server renders dates from. A page that
 * shows dates says in which zone they were `rendered`, and is read again when that is not the one that is kept.
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
    // What cannot be read is not ours: the browser's own takes its place.
    return null;
  }
}

function keepBrowserZone(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  keepCookie("tz", timeZone);
  return timeZone;
}
