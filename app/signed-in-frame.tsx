"use client";

import { usePathname, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { Shell, type ShellProps } from "#components/layout/shell.tsx";
import { otherUserQuery } from "#lib/client/account-field.ts";

/** Tells the shell which page it contains, and the return link that the page's address names. */
export function SignedInFrame({ children, ...props }: ShellProps & { children: ReactNode }) {
  const query = useSearchParams();
  return (
    <Shell pathname={usePathname()} namedReturn={query.get("return")} otherUser={query.has(otherUserQuery)} {...props}>
      {children}
    </Shell>
  );
}
