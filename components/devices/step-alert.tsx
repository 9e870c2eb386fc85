"use client";

import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Notice } from "../ui/notice.tsx";
import { useTakenFocus } from "../ui/use-taken-focus.ts";

/** What was wrong with the last input: it takes the focus. */
export function StepAlert({ children }: { children: ReactNode }) {
  return (
    <Notice variant="error" role="alert" ref={useTakenFocus<HTMLDivElement>()} tabIndex={-1} className="outline-none">
      <CircleAlert aria-hidden />
      <p>{children}</p>
    </Notice>
  );
}
