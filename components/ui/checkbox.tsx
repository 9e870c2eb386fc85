import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

const box = "size-4.5 shrink-0 accent-primary";

/** The browser's own checkbox, in our colour: it works in forms without JavaScript. */
export function Checkbox({ className, ...props }: Omit<ComponentProps<"input">, "type">) {
  return <input data-slot="checkbox" type="checkbox" className={cn(box, className)} {...props} />;
}

export function Radio({ className, ...props }: Omit<ComponentProps<"input">, "type">) {
  return <input data-slot="radio" type="radio" className={cn(box, className)} {...props} />;
}
