"use client";

import { Button as BaseButton } from "@base-ui/react/button";
import { type ButtonLook, buttonVariants } from "./button-variants.ts";
import { cn } from "./cn.ts";

/** A button; `focusableWhenDisabled` keeps the focus on it while it waits. For links use `buttonVariants` on a Link. */
export function Button({
  className,
  variant,
  size,
  ...props
}: Omit<BaseButton.Props, "className"> & ButtonLook & { className?: string }) {
  return <BaseButton data-slot="button" className={cn(buttonVariants({ variant, size }), className)} {...props} />;
}
