import type { ReactNode } from "react";

/** Text that opens a page of the web beside the app; without a link while the app has no address for it. */
export function WebLink({ href, children }: { href: string | undefined; children: ReactNode }) {
  if (href === undefined) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noreferrer" className="underline underline-offset-4">
      {children}
    </a>
  );
}
