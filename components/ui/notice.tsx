import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

const noticeVariants = cva(
  "flex items-start gap-3 rounded-xl border px-5 py-4 text-base [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0",
  {
    variants: {
      variant: {
        neutral: "border-line bg-card text-ink",
        ok: "border-ok bg-ok-soft text-ink [&>svg]:text-ok",
        warning: "border-warning bg-warning-soft text-ink [&>svg]:text-warning",
        error: "border-error bg-error-soft text-ink [&>svg]:text-error",
      },
    },
    defaultVariants: { variant: "neutral" },
  },
);

/** A message in its place on the page: an icon, then words. Give `role="status"` or `role="alert"` when it appears later. */
export function Notice({ className, variant, ...props }: ComponentProps<"div"> & VariantProps<typeof noticeVariants>) {
  return <div data-slot="notice" className={cn(noticeVariants({ variant }), className)} {...props} />;
}
