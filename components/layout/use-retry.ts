import { useEffect, useEffectEvent } from "react";
import { waitBeforeRetry } from "./wait-before-retry.ts";

/** Retries a failed page automatically, after a wait that grows with each failure. */
export function useRetry(error: unknown, retry: () => void): void {
  const again = useEffectEvent(retry);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new error starts a new wait.
  useEffect(() => {
    const timer = setTimeout(() => again(), waitBeforeRetry(location.pathname, performance.now()));
    return () => clearTimeout(timer);
  }, [error]);
}
