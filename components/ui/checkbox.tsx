import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** The browser's own checkbox, in our colour: it works in forms without JavaScript. */
export function Checkbox({ className, ...props }: Omit<ComponentProps<"input">, "type">) {
  return (
    <input
      data-slot="checkbox"
      type="checkbox"
      className={cn("size-4.5 shrink-0 accent-primary", className)}
      {...props}
    />
  );
}
