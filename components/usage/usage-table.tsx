import { ChevronDown } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { useReader } from "../balance/use-reader.ts";
import { Table, TableCell, TableHead, TableRow } from "../ui/table.tsx";
import { historyOfPart } from "./history-of-part.ts";
import type { Part, Series } from "./series.ts";
import type { Group } from "./usage-query.ts";
import type { useUsageWords } from "./use-usage-words.ts";

/** The numbers of the bars. Each row leads to the history of its days, each heading to that of all of them. */
export function UsageTable(props: {
  parts: readonly Part[];
  series: readonly Series[];
  group: Group;
  words: ReturnType<typeof useUsageWords>;
}) {
  const { parts, series, group, words } = props;
  const t = useTranslations("usage.table");
  const { locale } = useReader();
  const total = parts.reduce((sum, { used }) => sum + used, 0);
  const all = { from: parts[0]?.from ?? "", to: parts.at(-1)?.to ?? "" };
  const link = "rounded-sm underline decoration-control underline-offset-4 hover:decoration-ink";
  return (
    <details className="group">
      <summary className="flex min-h-11 list-none items-center px-5 font-semibold sm:px-6 [&::-webkit-details-marker]:hidden">
        {t("title")}
        <ChevronDown aria-hidden className="ms-2 size-4 text-ink-2 group-open:rotate-180" />
      </summary>
      <div data-two-dimensional className="overflow-x-auto">
        <Table>
          <caption className="sr-only">{t("caption")}</caption>
          <thead>
            <TableRow>
              <TableHead>{t("when")}</TableHead>
              {series.map((one) => (
                <TableHead key={one.name} className="text-end">
                  {one.name === null || group === "platform" ? (
                    <bdi>{words.series(one)}</bdi>
                  ) : (
                    <Link href={historyOfPart(all, group, one.name)} prefetch={false} className={link}>
                      <bdi>{words.series(one)}</bdi>
                    </Link>
                  )}
                </TableHead>
              ))}
              <TableHead className="text-end">{t("total")}</TableHead>
            </TableRow>
          </thead>
          <tbody>
            {parts.toReversed().map((part) => (
              <TableRow key={part.from}>
                <TableHead scope="row" className="whitespace-nowrap text-ink">
                  <Link href={historyOfPart(part, group, null)} prefetch={false} className={link}>
                    <bdi>{words.part(part)}</bdi>
                  </Link>
                </TableHead>
                {series.map((one) => (
                  <TableCell key={one.name} className="text-end">
                    {formatCredits(one.usedIn(part), locale)}
                  </TableCell>
                ))}
                <TableCell className="text-end font-semibold">{formatCredits(part.used, locale)}</TableCell>
              </TableRow>
            ))}
          </tbody>
          <tfoot>
            <TableRow>
              <TableHead scope="row">{t("total")}</TableHead>
              {series.map((one) => (
                <TableCell key={one.name} className="text-end font-semibold">
                  {formatCredits(one.used, locale)}
                </TableCell>
              ))}
              <TableCell className="text-end font-bold">{formatCredits(total, locale)}</TableCell>
            </TableRow>
          </tfoot>
        </Table>
      </div>
    </details>
  );
}
