import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useExpiryWords } from "#components/balance/use-expiry-words.ts";
import { useReader } from "#components/balance/use-reader.ts";
import type { Batch } from "#lib/credits/batch.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { formatDay, formatInstant } from "#lib/format/dates.ts";
import { KindChip } from "../balance/kind-chip.tsx";
import { LiveText } from "../balance/live-text.tsx";
import { Card, CardDescription, CardHeader, CardTitle } from "../ui/card.tsx";
import { Table, TableCell, TableHead, TableRow } from "../ui/table.tsx";

/** The usable batches in deduction order. */
export function BatchesTable({ batches, now }: { batches: readonly Batch[]; now: Date }) {
  const t = useTranslations("credits.batches");
  const reader = useReader();
  const looks = ({ label, grantedAt }: Batch) => `${label} ${formatDay(grantedAt, now, reader)}`;
  const byLooks = Map.groupBy(batches, looks);
  const hasTwin = (batch: Batch) => (byLooks.get(looks(batch)) ?? []).length > 1;
  return (
    <Card aria-labelledby="batches">
      <CardHeader>
        <CardTitle id="batches">{t("title")}</CardTitle>
        <CardDescription>{t("description")}</CardDescription>
      </CardHeader>
      {batches.length === 0 ? (
        <p className="mx-5 border-line border-t py-5 text-ink-2 sm:mx-6">{t("nothing")}</p>
      ) : (
        <Table aria-labelledby="batches">
          <thead className="max-sm:sr-only">
            <tr>
              <TableHead>{t("what")}</TableHead>
              <TableHead>{t("kind")}</TableHead>
              <TableHead>{t("expires")}</TableHead>
              <TableHead className="text-end">{t("granted")}</TableHead>
              <TableHead className="text-end">{t("left")}</TableHead>
            </tr>
          </thead>
          <tbody>
            {batches.map((batch) => (
              <BatchRow key={batch.number} batch={batch} now={now} hasTwin={hasTwin(batch)} />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

/** Batches with the same name and day are told apart by the time of day. */
function BatchRow({ batch, now, hasTwin }: { batch: Batch; now: Date; hasTwin: boolean }) {
  const t = useTranslations("credits.batches");
  const locale = useLocale();
  const reader = useReader();
  const expiry = useExpiryWords(now);
  const sources = useTranslations("batch.sources");
  const source = sources.has(batch.source) ? sources(batch.source) : batch.source;
  return (
    <TableRow className="relative hover:bg-soft max-sm:grid max-sm:grid-cols-[1fr_auto] max-sm:gap-x-3 max-sm:gap-y-1 max-sm:px-5 max-sm:py-3 max-sm:[&>td]:p-0!">
      <TableCell>
        <Link
          href={`/profile/credits/batches/${batch.number}`}
          className="rounded-sm font-semibold after:absolute after:inset-0 hover:underline"
        >
          {batch.label}
        </Link>
        <span className="block text-ink-2 text-sm">
          {t("from", { source, date: (hasTwin ? formatInstant : formatDay)(batch.grantedAt, now, reader) })}
        </span>
      </TableCell>
      <TableCell className="max-sm:order-3">
        <KindChip kind={batch.kind} plain />
      </TableCell>
      <TableCell className="text-ink-2 text-sm max-sm:order-5 max-sm:col-span-2">
        {expiry.exact(batch.expiresAt)}
      </TableCell>
      <TableCell className="text-end text-ink-2 max-sm:order-4 max-sm:text-sm">
        <span className="sm:hidden">{t("of")} </span>
        {formatCredits(batch.granted, locale)}
      </TableCell>
      <TableCell className="text-end font-bold max-sm:order-2">
        <LiveText>{formatCredits(batch.remaining, locale)}</LiveText>
      </TableCell>
    </TableRow>
  );
}
