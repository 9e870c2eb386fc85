"use client";

import { useEffect } from "react";

/**
 * Opens the line that the URL points at. The browser does so when it loads a page, but not when a link of ours
 * leads here; `shown` names what the list shows, so that it looks again after the list has changed page.
 */
export function OpenPointedLine({ shown }: { shown: string }) {
  useEffect(() => {
    const open = () => {
      const target = shown === "" ? null : document.getElementById(location.hash.slice(1));
      const details = target?.closest("details");
      if (!details || details.open) return;
      details.open = true;
      target?.scrollIntoView();
    };
    open();
    window.addEventListener("hashchange", open);
    return () => window.removeEventListener("hashchange", open);
  }, [shown]);
  return null;
}
