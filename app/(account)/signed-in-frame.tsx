"use client";

import { usePathname, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { Shell, type ShellProps } from "#components/layout/shell.tsx";

/** Tells the shell which page it contains, and the return link that the page's address names. */
export function SignedInFrame({ children, ...props }: ShellProps & { children: ReactNode }) {
  return (
    <Shell pathname={usePathname()} namedReturn={useSearchParams().get("return")} {...props}>
      {children}
    </Shell>
  );
}
