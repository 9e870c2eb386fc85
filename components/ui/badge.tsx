import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

const badgeVariants = cva(
  "inline-flex items-center gap-1.5 whitespace-nowrap rounded-full px-2.5 py-0.5 font-medium text-xs [&_svg]:size-3.5 forced-colors:border",
  {
    variants: {
      variant: {
        neutral: "bg-soft text-ink-2",
        outline: "border border-line-strong text-ink-2",
        ok: "bg-ok-soft text-ok",
        warning: "bg-warning-soft text-warning",
        error: "bg-error-soft text-error",
      },
    },
    defaultVariants: { variant: "neutral" },
  },
);

export function Badge({ className, variant, ...props }: ComponentProps<"span"> & VariantProps<typeof badgeVariants>) {
  return <span data-slot="badge" className={cn(badgeVariants({ variant }), className)} {...props} />;
}
