"use client";

import { type ComponentProps, type ReactNode, type RefObject, useRef, useState } from "react";
import { reportUnreachable } from "../network/reports.ts";

/** What a menu is given by the button that opens it. */
export interface OpenedMenu {
  /** The button: the menu hangs on it, and gives it the focus back. */
  anchor: RefObject<HTMLButtonElement | null>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

interface MenuButtonProps<Loaded> extends ComponentProps<"button"> {
  /** Loads the menu: it weighs more than the other parts of a page together, and most people never open one. */
  load: () => Promise<Loaded>;
  /** The menu, once it is loaded. */
  menu: (loaded: Loaded, opened: OpenedMenu) => ReactNode;
}

/** A button that opens a menu, whose code is loaded when the pointer or the focus reaches it. */
export function MenuButton<Loaded>({ load, menu, children, ...props }: MenuButtonProps<Loaded>) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [loaded, setLoaded] = useState<{ code: Loaded } | null>(null);
  const [open, setOpen] = useState(false);
  const loadAhead = () => void load().catch(() => undefined);

  async function press() {
    const code = await load().catch(() => null);
    // Offline, or there is another build by now.
    if (code === null) return reportUnreachable();
    setLoaded({ code });
    setOpen(true);
  }

  return (
    <>
      <button
        ref={anchor}
        type="button"
        aria-haspopup="menu"
        aria-expanded={open}
        onPointerEnter={loadAhead}
        onFocus={loadAhead}
        onClick={() => void press()}
        {...props}
      >
        {children}
      </button>
      {loaded ? menu(loaded.code, { anchor, open, onOpenChange: setOpen }) : null}
    </>
  );
}
