import { useEffect, useEffectEvent } from "react";
import { waitBeforeRetry } from "./wait-before-retry.ts";

/** Tries a page that failed again by itself, a while after each time it failed. */
export function useRetry(error: unknown, retry: () => void): void {
  const again = useEffectEvent(retry);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new error is a new wait.
  useEffect(() => {
    const timer = setTimeout(() => again(), waitBeforeRetry(location.pathname, performance.now()));
    return () => clearTimeout(timer);
  }, [error]);
}
