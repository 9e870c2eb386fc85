import type { Route } from "next";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ReturnedCredits } from "#lib/credits/returned-credits.ts";
import { formatDay } from "#lib/format/dates.ts";
import { formatMoney } from "#lib/format/money.ts";
import { sayReturned } from "#lib/format/returned-credits.ts";
import { useReader } from "../balance/use-reader.ts";
import { bdi } from "../ui/bdi.tsx";

/** What became of the money of a payment, and of the credits that it paid for. Money is in minor units. */
export interface ShownReturn {
  currency: string;
  paidCents: number;
  returnedCents: number;
  dispute: "none" | "inquiry" | "open" | "lost";
  /** When the last of it happened. */
  changedAt: Date;
  /** Since when the unused credits are frozen, because the bank warns of fraud. */
  reviewedSince: Date | null;
  /** Whether credits were given back and no money is returned any more. */
  isGivenBack: boolean;
  /** The batches that were taken back, with the newest line about each. */
  batches: readonly { number: number; label: string; line: number | null }[];
  /** The credits of all of them; null where none were to be taken back. */
  credits: ReturnedCredits | null;
}

/** What became of a payment: the money, the credits, and where both can be followed up. */
export function ReturnNote({ returned, now }: { returned: ShownReturn; now: Date }) {
  const t = useTranslations("billing.returned");
  const returnedWord = useTranslations("returned");
  const locale = useLocale();
  const { batches, credits } = returned;
  return (
    <div className="grid gap-0.5 text-ink-2 text-sm">
      <Money returned={returned} now={now} />
      {credits === null ? null : <p>{sayReturned(credits, returnedWord, locale)}</p>}
      {batches.map(({ number, label, line }) => (
        <p key={number} className="flex flex-wrap gap-x-3">
          <NoteLink href={`/profile/credits/batches/${number}`}>{t.rich("batch", { label, bdi })}</NoteLink>
          {line === null ? null : (
            <NoteLink href={`/profile/credits/history?before=${line + 1}&lines=all#line-${line}`}>{t("line")}</NoteLink>
          )}
        </p>
      ))}
    </div>
  );
}

function Money({ returned, now }: { returned: ShownReturn; now: Date }) {
  const t = useTranslations("billing.returned");
  const locale = useLocale();
  const reader = useReader();
  const { currency, paidCents, returnedCents, dispute, changedAt, reviewedSince, isGivenBack } = returned;
  const money = (amount: number) => formatMoney({ amount, currency }, locale);
  const day = (at: Date) => formatDay(at, now, reader);
  const date = day(changedAt);
  // A refund that was disputed afterwards happened before the date that is known.
  const values = { returned: money(returnedCents), paid: money(paidCents), date: dispute === "none" ? date : "none" };
  const sentences = [
    ...(returnedCents === 0 ? [] : [t(returnedCents < paidCents ? "part" : "all", values)]),
    ...(dispute === "none" ? [] : [t(`dispute.${dispute}`, { date })]),
    ...(reviewedSince === null ? [] : [t("reviewed", { date: day(reviewedSince) })]),
    ...(isGivenBack ? [t("givenBack", { date })] : []),
  ];
  return sentences.map((sentence) => (
    <p key={sentence} className="font-semibold text-ink">
      {sentence}
    </p>
  ));
}

function NoteLink<Path extends string>({ href, children }: { href: Route<Path>; children: ReactNode }) {
  return (
    <Link
      href={href}
      className="inline-block rounded-sm underline decoration-control underline-offset-4 hover:decoration-ink hover:text-ink pointer-coarse:py-3.25"
    >
      {children}
    </Link>
  );
}
