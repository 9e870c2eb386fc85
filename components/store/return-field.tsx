"use client";

import { useReturnLink } from "../layout/return-link.tsx";

/** Gives the app that somebody came from along with their order: payment may end in another tab than it began in. */
export function ReturnField() {
  const link = useReturnLink();
  return link === null ? null : <input type="hidden" name="return" value={link.address} />;
}
