"use client";

import { type ReactNode, useState } from "react";

/** Shows `notice` while a payment is due, and `paid` on a page that was open when it was made. */
export function PastDue({ due, notice, paid }: { due: boolean; notice: ReactNode; paid: ReactNode }) {
  const [wasDue, setWasDue] = useState(due);
  if (due && !wasDue) setWasDue(true);
  if (due) return notice;
  return wasDue ? paid : null;
}
