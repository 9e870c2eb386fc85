"use client";

import { unstable_isUnrecognizedActionError, unstable_rethrow, useRouter } from "next/navigation";
import { useCallback } from "react";

/** A server function that renders the page that is open again. */
export type RereadPage = () => Promise<void>;

/**
 * Reads the page again by a server function, and answers whether it could. The router's own refresh would send the
 * browser to a page that it cannot read: to the browser's error page, or a proxy's. A call that fails leaves the page
 * as it is. To be called in a transition.
 */
export function useReread(rereadPage: RereadPage): () => Promise<boolean> {
  const { refresh } = useRouter();
  return useCallback(async () => {
    try {
      await rereadPage();
    } catch (error) {
      // A redirect is the router's: the session has ended.
      unstable_rethrow(error);
      if (!unstable_isUnrecognizedActionError(error)) return false;
      // Another build answers by now: the router loads the page anew.
      refresh();
    }
    return true;
  }, [rereadPage, refresh]);
}
