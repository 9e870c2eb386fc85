"use client";

import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";

export const Dialog = BaseDialog.Root;

/** A modal dialog; the focus stays inside and returns to where it came from, Esc closes. */
export function DialogContent({
  className,
  children,
  closeLabel,
  ...props
}: Omit<BaseDialog.Popup.Props, "className"> & { className?: string; children: ReactNode; closeLabel: string }) {
  return (
    <BaseDialog.Portal>
      <BaseDialog.Backdrop
        data-slot="dialog-backdrop"
        className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.5)] transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0"
      />
      <BaseDialog.Popup
        data-slot="dialog-content"
        className={cn(
          "fixed start-1/2 top-1/2 z-50 max-h-[calc(100dvh-2rem)] w-[min(26rem,calc(100vw-2rem))] low:max-h-dvh low:w-[min(26rem,100vw)] overflow-y-auto",
          "-translate-x-1/2 -translate-y-1/2 rounded-xl border border-line bg-popover p-6 low:p-4 text-ink shadow-float rtl:translate-x-1/2",
          "transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0",
          className,
        )}
        {...props}
      >
        {children}
        <BaseDialog.Close
          aria-label={closeLabel}
          className="absolute end-3 top-3 grid size-9 place-items-center rounded-lg text-ink-2 hover:bg-soft hover:text-ink pointer-coarse:size-11"
        >
          <X aria-hidden className="size-4" />
        </BaseDialog.Close>
      </BaseDialog.Popup>
    </BaseDialog.Portal>
  );
}

export function DialogTitle({ className, ...props }: ComponentProps<typeof BaseDialog.Title> & { className?: string }) {
  return <BaseDialog.Title data-slot="dialog-title" className={cn("pe-10 font-bold text-lg", className)} {...props} />;
}

export function DialogDescription({
  className,
  ...props
}: ComponentProps<typeof BaseDialog.Description> & { className?: string }) {
  return (
    <BaseDialog.Description
      data-slot="dialog-description"
      className={cn("mt-1 text-ink-2 text-sm", className)}
      {...props}
    />
  );
}
