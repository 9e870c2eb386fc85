import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** A placeholder for something that is still loading; give it the height of the content. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      data-slot="skeleton"
      aria-hidden
      className={cn("animate-pulse rounded-md bg-soft forced-colors:border", className)}
      {...props}
    />
  );
}
