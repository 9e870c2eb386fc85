"use client";

import type { ReactNode } from "react";
import { cn } from "../ui/cn.ts";
import { useTakenFocus } from "../ui/use-taken-focus.ts";

/** The heading of the next step of a form: it takes the focus. */
export function StepTitle({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <h1
      ref={useTakenFocus<HTMLHeadingElement>()}
      tabIndex={-1}
      className={cn("font-bold text-xl outline-none", className)}
    >
      {children}
    </h1>
  );
}
