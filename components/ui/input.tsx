import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

const field = [
  "h-10 w-full min-w-0 rounded-lg border border-control bg-card px-3 text-base text-ink placeholder:text-ink-3 pointer-coarse:h-11 pointer-coarse:text-lg",
  "disabled:cursor-not-allowed disabled:opacity-55 aria-invalid:border-error",
];

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input data-slot="input" className={cn(field, className)} {...props} />;
}

/** A multi-line field that can be made taller. */
export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea data-slot="textarea" className={cn(field, "h-auto! resize-y py-2", className)} {...props} />;
}

/** The browser's own list: it works without JavaScript and looks native on a phone. */
export function NativeSelect({ className, ...props }: ComponentProps<"select">) {
  return <select data-slot="select" className={cn(field, "pe-8", className)} {...props} />;
}
