"use client";

import { useEffect, useState } from "react";

const momentMs = 1_000;

/**
 * True for a moment after each change that is counted: a press that was meant for what stood there before must not be
 * taken for an answer to what stands there now.
 */
export function useMomentAfter(changes: number): boolean {
  const [over, setOver] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setOver(changes), momentMs);
    return () => clearTimeout(timer);
  }, [changes]);
  return changes !== 0 && changes !== over;
}
