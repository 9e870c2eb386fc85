"use client";

import { Menu as BaseMenu } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";
import type { OpenedMenu } from "./menu-button.tsx";

export const MenuRadioGroup = BaseMenu.RadioGroup;

const item = [
  "flex min-h-9 w-full cursor-pointer select-none items-center gap-2.5 rounded-md px-2.5 text-base text-ink outline-none pointer-coarse:min-h-11",
  "data-highlighted:bg-soft forced-colors:data-highlighted:bg-[Highlight] forced-colors:data-highlighted:text-[HighlightText] forced-colors:data-highlighted:forced-color-adjust-none [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-2",
];

/** The menu of a `MenuButton`, whose props it passes on. */
export function Menu({
  anchor,
  open,
  onOpenChange,
  className,
  children,
  side = "bottom",
  align = "end",
}: OpenedMenu & {
  className?: string;
  children: ReactNode;
  side?: BaseMenu.Positioner.Props["side"];
  align?: BaseMenu.Positioner.Props["align"];
}) {
  return (
    <BaseMenu.Root open={open} onOpenChange={onOpenChange}>
      <BaseMenu.Portal>
        {/* Fixed, as what opens it is: otherwise it leaves the finger for a moment whenever the page scrolls beneath it. */}
        <BaseMenu.Positioner
          anchor={anchor}
          positionMethod="fixed"
          side={side}
          align={align}
          sideOffset={6}
          className="z-50 outline-none"
        >
          <BaseMenu.Popup
            data-slot="menu-content"
            finalFocus={anchor}
            className={cn(
              "max-h-(--available-height) min-w-44 overflow-y-auto rounded-xl border border-line bg-popover p-1.5 text-ink shadow-float outline-none",
              "transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0",
              className,
            )}
          >
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

export function MenuItem({ className, ...props }: ComponentProps<typeof BaseMenu.Item> & { className?: string }) {
  return <BaseMenu.Item data-slot="menu-item" className={cn(item, className)} {...props} />;
}

export function MenuLinkItem({
  className,
  ...props
}: ComponentProps<typeof BaseMenu.LinkItem> & { className?: string }) {
  return <BaseMenu.LinkItem data-slot="menu-link-item" className={cn(item, className)} {...props} />;
}

export function MenuRadioItem({
  className,
  children,
  ...props
}: ComponentProps<typeof BaseMenu.RadioItem> & { className?: string; children: ReactNode }) {
  return (
    <BaseMenu.RadioItem data-slot="menu-radio-item" className={cn(item, className)} {...props}>
      {children}
      <BaseMenu.RadioItemIndicator className="ms-auto">
        <Check aria-hidden />
      </BaseMenu.RadioItemIndicator>
    </BaseMenu.RadioItem>
  );
}

export function MenuLabel({
  className,
  ...props
}: ComponentProps<typeof BaseMenu.GroupLabel> & { className?: string }) {
  return <BaseMenu.GroupLabel className={cn("px-2.5 py-1.5 text-ink-2 text-xs", className)} {...props} />;
}

export const MenuGroup = BaseMenu.Group;

export function MenuSeparator() {
  return <BaseMenu.Separator className="-mx-1.5 my-1.5 h-px bg-line" />;
}
