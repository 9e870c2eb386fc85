"use client";

import { useWayBack } from "../layout/return-link.tsx";

/** Gives the app that somebody came from along with their order: payment may end in another tab than it began in. */
export function ReturnField() {
  const way = useWayBack();
  return way === null ? null : <input type="hidden" name="return" value={way.address} />;
}
