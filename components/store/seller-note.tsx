import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { bdi } from "../ui/bdi.tsx";

/** The seller and the terms. Only what is configured is present, so only that is claimed. */
export interface Seller {
  pricesIncludeTax?: boolean | undefined;
  refundPolicyUrl?: string | undefined;
  sellerName?: string | undefined;
  supportEmail?: string | undefined;
  termsUrl?: string | undefined;
  privacyUrl?: string | undefined;
}

/** The small print below the packs; empty when nothing is configured. */
export function SellerNote({ seller }: { seller: Seller }) {
  const t = useTranslations("store");
  const { pricesIncludeTax, refundPolicyUrl, sellerName, supportEmail, termsUrl, privacyUrl } = seller;
  const parts: [string, ReactNode][] = [];
  if (pricesIncludeTax !== undefined) parts.push(["tax", t(pricesIncludeTax ? "taxIncluded" : "taxExcluded")]);
  if (refundPolicyUrl) parts.push(["refunds", t.rich("refunds", { link: linkTo(refundPolicyUrl) })]);
  if (sellerName) parts.push(["seller", t("soldBy", { seller: sellerName })]);
  if (supportEmail)
    parts.push(["support", t.rich("support", { email: supportEmail, bdi, link: linkTo(`mailto:${supportEmail}`) })]);
  if (termsUrl) parts.push(["terms", t.rich("terms", { link: linkTo(termsUrl) })]);
  if (privacyUrl) parts.push(["privacy", t.rich("privacy", { link: linkTo(privacyUrl) })]);
  if (parts.length === 0) return null;
  return (
    <ul className="mt-4 flex flex-wrap gap-x-4 gap-y-1 text-ink-2 text-sm">
      {parts.map(([key, words]) => (
        <li key={key}>{words}</li>
      ))}
    </ul>
  );
}

function linkTo(href: string) {
  return function SellerLink(words: ReactNode) {
    return (
      <a
        href={href}
        className="items-center rounded-sm text-ink underline decoration-control underline-offset-4 hover:decoration-ink pointer-coarse:inline-flex pointer-coarse:min-h-11"
      >
        {words}
      </a>
    );
  };
}
