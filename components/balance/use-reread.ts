"use client";

import { unstable_isUnrecognizedActionError, unstable_rethrow, useRouter } from "next/navigation";
import { useCallback } from "react";

/** A server function that rerenders the open page. */
export type RereadPage = () => Promise<void>;

/**
 * Rerenders the page by a server function, and returns whether that worked. The router's own refresh would navigate the
 * browser to a page that it cannot load: to the browser's error page, or a proxy's. A call that fails leaves the page
 * as it is. Must be called in a transition.
 */
export function useReread(rereadPage: RereadPage): () => Promise<boolean> {
  const { refresh } = useRouter();
  return useCallback(async () => {
    try {
      await rereadPage();
    } catch (error) {
      // The router handles a redirect: the session has ended.
      unstable_rethrow(error);
      if (!unstable_isUnrecognizedActionError(error)) return false;
      // The server runs another build by now: the router reloads the page.
      refresh();
    }
    return true;
  }, [rereadPage, refresh]);
}
