"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Shell, type ShellProps } from "#components/shell/shell.tsx";

/** Tells the shell which page it stands around. */
export function SignedInFrame({ children, ...props }: ShellProps & { children: ReactNode }) {
  return (
    <Shell pathname={usePathname()} {...props}>
      {children}
    </Shell>
  );
}
