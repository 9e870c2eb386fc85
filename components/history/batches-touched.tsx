import Link from "next/link";
import { useTranslations } from "next-intl";
import type { Entry } from "#lib/credits/transaction.ts";
import { Amount } from "../balance/amount.tsx";
import { KindChip } from "../balance/kind-chip.tsx";
import { useExpiryWords } from "../balance/use-expiry-words.ts";
import { bdi } from "../ui/bdi.tsx";
import type { Line } from "./line.ts";

/** Batches that a line or a job changed, each with its part of the amount. */
export function BatchesTouched({
  title,
  entries,
  labels,
  now,
}: {
  title: string;
  entries: readonly Entry[];
  labels: Line["labels"];
  now: Date;
}) {
  const t = useTranslations("history.details");
  const expiry = useExpiryWords(now);
  if (entries.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="mb-1.5 font-medium text-ink-2 text-sm tracking-normal">{title}</h3>
      <ul className="grid gap-2 text-sm">
        {entries.map((entry) => (
          <li key={entry.batch} className="grid grid-cols-[1fr_auto] gap-x-3">
            <span className="min-w-0">
              <Link
                href={`/profile/credits/batches/${entry.batch}`}
                className="inline-block rounded-sm font-medium underline decoration-control underline-offset-4 hover:decoration-ink pointer-coarse:py-3.25"
              >
                <bdi>{labels[entry.batch] ?? t("batch", { number: entry.batch })}</bdi>
              </Link>
              <span className="flex flex-wrap items-center gap-x-2 text-ink-2">
                <KindChip kind={entry.kind} plain />
                {entry.expiresAt ? t.rich("until", { date: expiry.exact(entry.expiresAt), bdi }) : expiry.exact(null)}
              </span>
            </span>
            <Amount credits={entry.amount} />
          </li>
        ))}
      </ul>
    </section>
  );
}
