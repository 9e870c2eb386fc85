import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Amount } from "#components/balance/amount.tsx";
import { useReader } from "#components/balance/use-reader.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { formatInstant } from "#lib/format/dates.ts";
import { Card, CardHeader, CardTitle } from "../ui/card.tsx";
import { Table, TableCell, TableHead, TableRow } from "../ui/table.tsx";
import type { Line } from "./line.ts";
import { LineIcon } from "./line-icon.tsx";
import { useLineWords } from "./use-line-words.tsx";

/** The newest lines of the history, each linked to its place there. */
export function LatestTable({ lines, now }: { lines: readonly Line[]; now: Date }) {
  const t = useTranslations("credits.latest");
  return (
    <Card aria-labelledby="latest">
      <CardHeader className="pb-2.5">
        <CardTitle id="latest">{t("title")}</CardTitle>
        <Link
          href="/profile/credits/history"
          className="-me-2 flex items-center gap-1 rounded-lg px-2 py-1 text-ink-2 text-sm hover:bg-soft hover:text-ink pointer-coarse:h-11"
        >
          {t("all")}
          <ChevronRight aria-hidden className="size-4 rtl:-scale-x-100" />
        </Link>
      </CardHeader>
      <Table aria-labelledby="latest">
        <thead className="max-sm:sr-only">
          <tr>
            <TableHead>{t("what")}</TableHead>
            <TableHead>{t("when")}</TableHead>
            <TableHead>{t("where")}</TableHead>
            <TableHead className="text-end!">{t("credits")}</TableHead>
            <TableHead className="text-end!">{t("balance")}</TableHead>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <LatestRow key={line.transaction.version} line={line} now={now} />
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function LatestRow({ line, now }: { line: Line; now: Date }) {
  const t = useTranslations("credits.latest");
  const locale = useLocale();
  const reader = useReader();
  const { title, note, where } = useLineWords(now)(line);
  const { version, at, balanceAfter } = line.transaction;
  const when = formatInstant(at, now, reader);
  return (
    <TableRow className="relative hover:bg-soft max-sm:grid max-sm:grid-cols-[1fr_auto] max-sm:px-5 max-sm:py-3 max-sm:[&>td]:p-0!">
      <TableCell className="max-sm:col-start-1 max-sm:col-end-3 max-sm:row-start-1">
        <span className="flex items-center gap-3 max-sm:items-start">
          <LineIcon transaction={line.transaction} />
          <span className="min-w-0">
            <Link
              href={`/profile/credits/history#line-${version}`}
              className="block rounded-sm font-semibold after:absolute max-sm:pe-16 after:inset-0 hover:underline"
            >
              {title}
            </Link>
            <span className="block text-ink-2 text-sm">{note}</span>
            <span className="block text-ink-2 text-sm sm:hidden">{when}</span>
          </span>
        </span>
      </TableCell>
      <TableCell className="text-ink-2 text-sm max-sm:hidden">{when}</TableCell>
      <TableCell className="text-ink-2 text-sm max-sm:hidden">{where}</TableCell>
      <TableCell className="text-end max-sm:col-start-2 max-sm:row-start-1">
        <Amount credits={line.amount} inColumn />
      </TableCell>
      <TableCell className="text-end text-ink-2 max-sm:col-start-1 max-sm:col-end-3 max-sm:row-start-2 max-sm:ms-11 max-sm:text-start max-sm:text-sm">
        <span className="sm:hidden">{t("balanceOf")} </span>
        {formatCredits(balanceAfter, locale)}
      </TableCell>
    </TableRow>
  );
}
