import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

export function Label({ className, htmlFor, children, ...props }: ComponentProps<"label"> & { htmlFor: string }) {
  return (
    <label data-slot="label" htmlFor={htmlFor} className={cn("font-medium text-ink-2 text-sm", className)} {...props}>
      {children}
    </label>
  );
}
