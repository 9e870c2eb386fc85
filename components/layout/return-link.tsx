"use client";

import { ArrowLeft, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { buttonVariants } from "../ui/button-variants.ts";

/** An address that leads back to an app, and whose app it is. */
export interface WayBack {
  platform: "desktop" | "mobile";
  address: string;
}

const WayBackContext = createContext<{ way: WayBack | null; leave: () => void }>({ way: null, leave: () => undefined });

interface Props {
  /** Every address that there may be a link to. */
  ways: readonly WayBack[];
  /** What the page's address names as the way back, whatever that is. */
  named: string | null;
  children: ReactNode;
}

/**
 * Knows the app that somebody came from for as long as this tab lives: over the sign-in, the payment page and every page
 * between. Only an address that is word for word among `ways` is one.
 */
export function WayBackProvider({ ways, named, children }: Props) {
  const [kept, setKept] = useState<string | null>(null);
  const [left, setLeft] = useState<string | null>(null);
  const found = ways.find(({ address }) => address === named);
  const address = found?.address;
  useEffect(() => {
    if (address === undefined) return setKept(readKept());
    keep(address);
    setKept(address);
  }, [address]);
  const way = found ?? ways.find((one) => one.address === kept) ?? null;
  const leave = () => {
    keep(null);
    setKept(null);
    setLeft(way?.address ?? null);
  };
  return <WayBackContext value={{ way: way?.address === left ? null : way, leave }}>{children}</WayBackContext>;
}

/** The app that somebody came from, or null. */
export function useWayBack(): WayBack | null {
  return useContext(WayBackContext).way;
}

/** The way back to the app that somebody came from: a link that they press, never a jump. Gives way to a page's own. */
export function WayBackLink() {
  const t = useTranslations("shell.wayBack");
  const { way, leave } = useContext(WayBackContext);
  if (way === null) return null;
  return (
    <p className="mb-3 flex items-center gap-1 group-has-data-leads-back/main:hidden lg:mb-4">
      <a href={way.address} className={buttonVariants({ variant: "outline", size: "sm" })}>
        <ArrowLeft aria-hidden className="rtl:rotate-180" />
        {t("back", { platform: way.platform })}
      </a>
      <button
        type="button"
        aria-label={t("hide")}
        onClick={leave}
        className="grid size-8 place-items-center rounded-lg text-ink-2 hover:bg-soft pointer-coarse:size-11"
      >
        <X aria-hidden className="size-4" />
      </button>
    </p>
  );
}

const place = "way-back";

function keep(address: string | null): void {
  try {
    if (address === null) sessionStorage.removeItem(place);
    else sessionStorage.setItem(place, address);
  } catch {
    // Without storage the way stands on the page that names it, and on no other.
  }
}

function readKept(): string | null {
  try {
    return sessionStorage.getItem(place);
  } catch {
    return null;
  }
}
