"use client";

import type { ComponentProps } from "react";
import { type ButtonLook, buttonVariants } from "./button-variants.ts";
import { cn } from "./cn.ts";

/** A button; `focusableWhenDisabled` keeps the focus on it while it waits. For links use `buttonVariants` on a Link. */
export function Button({
  className,
  variant,
  size,
  type = "button",
  disabled = false,
  focusableWhenDisabled = false,
  onClick,
  children,
  ...props
}: ComponentProps<"button"> & ButtonLook & { focusableWhenDisabled?: boolean }) {
  const waits = disabled && focusableWhenDisabled;
  return (
    <button
      data-slot="button"
      type={type}
      className={cn(buttonVariants({ variant, size }), className)}
      disabled={disabled && !focusableWhenDisabled}
      aria-disabled={waits || undefined}
      // Neither its own work nor the form that it would send begins while it waits.
      onClick={waits ? (event) => event.preventDefault() : onClick}
      {...props}
    >
      {/* An element of its own, as with `LiveText`: the words often have a number in them. */}
      {typeof children === "string" ? <span key={children}>{children}</span> : children}
    </button>
  );
}
