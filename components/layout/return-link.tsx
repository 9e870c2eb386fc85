"use client";

import { ArrowLeft, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { buttonVariants } from "../ui/button-variants.ts";

/** A URL that leads back to an app, and which app that is. */
export interface ReturnLink {
  platform: "desktop" | "mobile";
  address: string;
}

const ReturnLinkContext = createContext<{ link: ReturnLink | null; leave: () => void }>({
  link: null,
  leave: () => undefined,
});

interface Props {
  /** Every URL that a return link can have. */
  links: readonly ReturnLink[];
  /** What the page's query names as the return link; not validated yet. */
  named: string | null;
  children: ReactNode;
}

/**
 * Remembers the app that the user came from for the lifetime of this tab: across the sign-in, the payment page and every
 * page between. Only a URL that is exactly one of `links` is accepted.
 */
export function ReturnLinkProvider({ links, named, children }: Props) {
  const [kept, setKept] = useState<string | null>(null);
  const [left, setLeft] = useState<string | null>(null);
  const found = links.find(({ address }) => address === named);
  const address = found?.address;
  useEffect(() => {
    if (address === undefined) return setKept(readKept());
    keep(address);
    setKept(address);
  }, [address]);
  const link = found ?? links.find((one) => one.address === kept) ?? null;
  const leave = () => {
    keep(null);
    setKept(null);
    setLeft(link?.address ?? null);
  };
  return (
    <ReturnLinkContext value={{ link: link?.address === left ? null : link, leave }}>{children}</ReturnLinkContext>
  );
}

/** The app that the user came from, or null. */
export function useReturnLink(): ReturnLink | null {
  return useContext(ReturnLinkContext).link;
}

/** The return link to the app that the user came from: they press it, nothing redirects. Hidden on a page that has its own. */
export function ReturnLinkBar() {
  const t = useTranslations("shell.returnLink");
  const { link, leave } = useContext(ReturnLinkContext);
  if (link === null) return null;
  return (
    <p className="mb-3 flex items-center gap-1 group-has-data-leads-back/main:hidden lg:mb-4">
      <a href={link.address} className={buttonVariants({ variant: "outline", size: "sm" })}>
        <ArrowLeft aria-hidden className="rtl:rotate-180" />
        {t("back", { platform: link.platform })}
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

const place = "link-back";

function keep(address: string | null): void {
  try {
    if (address === null) sessionStorage.removeItem(place);
    else sessionStorage.setItem(place, address);
  } catch {
    // Without storage the link shows only on the page whose query names it.
  }
}

function readKept(): string | null {
  try {
    return sessionStorage.getItem(place);
  } catch {
    return null;
  }
}
