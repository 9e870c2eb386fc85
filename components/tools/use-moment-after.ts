"use client";

import { useEffect, useState } from "react";

const momentMs = 1_000;

/**
 * True for a moment after each counted change: a press that was meant for what was shown before must not count as
 * an answer to what is shown now.
 */
export function useMomentAfter(changes: number): boolean {
  const [over, setOver] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setOver(changes), momentMs);
    return () => clearTimeout(timer);
  }, [changes]);
  return changes !== 0 && changes !== over;
}
