"use client";

import { usePathname, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { Shell, type ShellProps } from "#components/layout/shell.tsx";

/** Tells the shell which page it stands around, and what that page's address names as the way back to an app. */
export function SignedInFrame({ children, ...props }: ShellProps & { children: ReactNode }) {
  return (
    <Shell pathname={usePathname()} namedReturn={useSearchParams().get("return")} {...props}>
      {children}
    </Shell>
  );
}
