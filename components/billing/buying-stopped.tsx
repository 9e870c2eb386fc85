import { CircleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatDay } from "#lib/format/dates.ts";
import { useReader } from "../balance/use-reader.ts";
import { bdi } from "../ui/bdi.tsx";
import { buttonVariants } from "../ui/button-variants.ts";
import { Notice } from "../ui/notice.tsx";

interface BuyingStoppedProps {
  since: Date;
  dispute: "open" | "lost";
  /** The seller's address for questions; undefined when none is configured. */
  contact: string | undefined;
  /** Whether it links to the billing page, which shows the payment. */
  leads: boolean;
  now: Date;
}

/** Says that nothing can be bought because a payment is disputed, that credits keep working, and whom to write to. */
export function BuyingStopped({ since, dispute, contact, leads, now }: BuyingStoppedProps) {
  const t = useTranslations("billing.stopped");
  const date = formatDay(since, now, useReader());
  const link = (words: ReactNode) => (
    <a
      href={`mailto:${contact}`}
      className="rounded-sm font-medium underline decoration-control underline-offset-4 hover:decoration-ink"
    >
      {words}
    </a>
  );
  return (
    <Notice variant="warning" className={leads ? "mb-4" : undefined}>
      <CircleAlert aria-hidden />
      <div className="flex grow flex-wrap items-center justify-between gap-x-4 gap-y-3">
        <div className="max-w-prose">
          <h2 className="font-semibold">{t("title")}</h2>
          <p className="mt-0.5">{t(dispute, { date })}</p>
          <p className="mt-0.5">
            {contact === undefined ? t("contact") : t.rich("write", { email: contact, link, bdi })}
          </p>
        </div>
        {leads ? (
          <Link href="/profile/billing" className={buttonVariants({ variant: "outline" })}>
            {t("see")}
          </Link>
        ) : null}
      </div>
    </Notice>
  );
}
