import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useExpiryWords } from "#components/balance/use-expiry-words.ts";
import { useReader } from "#components/balance/use-reader.ts";
import type { Batch } from "#lib/credits/batch.ts";
import type { Forecast } from "#lib/credits/forecast/forecast.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { formatDay, formatInstant } from "#lib/format/dates.ts";
import { KindChip } from "../balance/kind-chip.tsx";
import { kindLook } from "../balance/kind-look.ts";
import { LiveText } from "../balance/live-text.tsx";
import { bdi } from "../ui/bdi.tsx";
import { Card, CardDescription, CardHeader, CardTitle } from "../ui/card.tsx";
import { cn } from "../ui/cn.ts";
import { Table, TableCell, TableHead, TableRow } from "../ui/table.tsx";

const states = ["active", "used-up", "expired"] as const;

interface BatchesTableProps {
  batches: readonly Batch[];
  /** What of batches is expected to expire unused. */
  unused: Forecast["unused"];
  shown: (typeof states)[number];
  /** How many ended batches are shown at most. */
  most: number;
  now: Date;
}

/** The usable batches in deduction order, or the newest of those that are used up or expired. */
export function BatchesTable({ batches, unused, shown, most, now }: BatchesTableProps) {
  const t = useTranslations("credits.batches");
  const reader = useReader();
  const looks = ({ label, grantedAt }: Batch) => `${label} ${formatDay(grantedAt, now, reader)}`;
  const byLooks = Map.groupBy(batches, looks);
  const hasTwin = (batch: Batch) => (byLooks.get(looks(batch)) ?? []).length > 1;
  return (
    <Card aria-labelledby="batches">
      <CardHeader>
        <div className="grid gap-0.5">
          <CardTitle id="batches">{t("title")}</CardTitle>
          {shown === "active" ? <CardDescription>{t("description")}</CardDescription> : null}
          {shown !== "active" && batches.length === most ? (
            <CardDescription>{t("newest", { count: most })}</CardDescription>
          ) : null}
        </div>
        <StateLinks shown={shown} />
      </CardHeader>
      {batches.length === 0 ? (
        <p className="mx-5 border-line border-t py-5 text-ink-2 sm:mx-6">{t(`none.${shown}`)}</p>
      ) : (
        <Table aria-labelledby="batches">
          <thead className="max-sm:sr-only">
            <tr>
              <TableHead>{t("what")}</TableHead>
              <TableHead>{t("kind")}</TableHead>
              <TableHead>{t("expires")}</TableHead>
              <TableHead className="text-end!">{t("granted")}</TableHead>
              <TableHead className="text-end!">{t("left")}</TableHead>
              <TableHead className="w-8">
                <span className="sr-only">{t("open")}</span>
              </TableHead>
            </tr>
          </thead>
          <tbody>
            {batches.map((batch) => (
              <BatchRow
                key={batch.number}
                batch={batch}
                unused={unused.find((one) => one.batch === batch.number)?.amount ?? 0}
                now={now}
                hasTwin={hasTwin(batch)}
              />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

/** Links, so that the choice works without JavaScript and can be shared. */
function StateLinks({ shown }: { shown: BatchesTableProps["shown"] }) {
  const t = useTranslations("credits.batches");
  return (
    <nav aria-label={t("filter")} className="-me-2 flex flex-wrap gap-1">
      {states.map((state) => (
        <Link
          key={state}
          href={state === "active" ? "/profile/credits#batches" : `/profile/credits?batches=${state}#batches`}
          aria-current={state === shown ? "true" : undefined}
          scroll={false}
          prefetch={false}
          className="flex h-8 items-center rounded-lg px-2.5 text-ink-2 text-sm hover:bg-soft aria-current:bg-soft aria-current:font-semibold aria-current:text-ink forced-colors:aria-current:outline pointer-coarse:h-11"
        >
          {t(`states.${state}`)}
        </Link>
      ))}
    </nav>
  );
}

/** How much of a batch is left. Hidden from screen readers: the numbers beside it say the same. */
function LeftBar({ batch }: { batch: Batch }) {
  return (
    <span
      aria-hidden
      className="ms-auto mt-1 flex h-1.5 w-12 sm:w-20 overflow-hidden rounded-full bg-soft forced-colors:border"
    >
      <span
        data-colour
        className={cn("rounded-full", kindLook[batch.kind].bar)}
        style={{ width: `${(100 * batch.remaining) / batch.granted}%` }}
      />
    </span>
  );
}

/** Batches with the same name and day are told apart by the time of day. */
function BatchRow({ batch, unused, now, hasTwin }: { batch: Batch; unused: number; now: Date; hasTwin: boolean }) {
  const t = useTranslations("credits.batches");
  const locale = useLocale();
  const reader = useReader();
  const expiry = useExpiryWords(now);
  const sources = useTranslations("batch.sources");
  const source = sources.has(batch.source) ? sources(batch.source) : batch.source;
  return (
    <TableRow className="relative hover:bg-soft max-sm:grid max-sm:grid-cols-[1fr_auto_1rem] max-sm:gap-x-3 max-sm:gap-y-1 max-sm:px-5 max-sm:py-3 max-sm:[&>td]:p-0!">
      <TableCell>
        <Link
          href={`/profile/credits/batches/${batch.number}`}
          className="rounded-sm font-semibold after:absolute after:inset-0 hover:underline"
        >
          <bdi>{batch.label}</bdi>
        </Link>
        <span className="block text-ink-2 text-sm">
          {t.rich("from", {
            source,
            date: (hasTwin ? formatInstant : formatDay)(batch.grantedAt, now, reader),
            bdi,
          })}
        </span>
      </TableCell>
      <TableCell className="max-sm:col-start-1 max-sm:row-start-2">
        <KindChip kind={batch.kind} plain />
      </TableCell>
      <TableCell className="text-ink-2 text-sm max-sm:col-start-1 max-sm:col-end-3 max-sm:row-start-3">
        {expiry.exact(batch.expiresAt)}
        {unused > 0 ? <span className="block">{t("unused", { amount: formatCredits(unused, locale) })}</span> : null}
      </TableCell>
      <TableCell className="text-end text-ink-2 max-sm:col-start-2 max-sm:row-start-2 max-sm:text-sm">
        <span className="sm:hidden">{t("of")} </span>
        {formatCredits(batch.granted, locale)}
      </TableCell>
      <TableCell className="text-end font-bold max-sm:col-start-2 max-sm:row-start-1">
        <LiveText>{formatCredits(batch.remaining, locale)}</LiveText>
        <LeftBar batch={batch} />
      </TableCell>
      <TableCell className="w-8 max-sm:col-start-3 max-sm:row-start-1 max-sm:w-auto max-sm:self-center">
        <ChevronRight aria-hidden className="size-4 text-ink-3 rtl:-scale-x-100" />
      </TableCell>
    </TableRow>
  );
}
