"use client";

import { useReturnLink } from "../layout/return-link.tsx";

/** Sends the app that the user came from with the order: payment may end in another tab than it started in. */
export function ReturnField() {
  const link = useReturnLink();
  return link === null ? null : <input type="hidden" name="return" value={link.address} />;
}
