import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** The place of something that is still loading; give it the height of what comes. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return (
    <div data-slot="skeleton" aria-hidden className={cn("animate-pulse rounded-md bg-soft", className)} {...props} />
  );
}
