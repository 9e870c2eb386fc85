import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

/** The title of a page and what it is about. `quiet` hides it on phones, where the tabs already name the page. */
export function PageHeading({
  title,
  quiet = false,
  children,
}: {
  title: string;
  quiet?: boolean;
  children?: ReactNode;
}) {
  return (
    <div className={cn("mb-4 lg:mb-5", quiet && "max-lg:sr-only")}>
      <h1 className="font-bold text-xl">{title}</h1>
      {children ? <p className="mt-0.5 text-ink-2">{children}</p> : null}
    </div>
  );
}
