import "server-only";
import { getTimeZone } from "next-intl/server";
import { daysOf, type HistoryQuery, instantsOf, typesOf } from "#components/history/filter.ts";
import { database } from "#lib/database.ts";
import { dayOf } from "#lib/format/calendar.ts";
import type { ExportFilter } from "#lib/ledger/read/export-history.ts";
import { searchHistory } from "#lib/ledger/read/find-lines.ts";
import { readVersionRange } from "#lib/ledger/read/version-range.ts";

/** What a query is answered with. `periodStart` is when the current month of a plan began; null without a plan. */
export interface Asked {
  account: string;
  query: HistoryQuery;
  features: readonly { slug: string; name: string }[];
  now: Date;
  periodStart: Date | null;
}

/** The filter that a query stands for. */
export async function filterOf({ account, query, features, now, periodStart }: Asked): Promise<ExportFilter> {
  const timeZone = await getTimeZone();
  const days = daysOf(query, {
    today: dayOf(now, timeZone),
    periodStart: periodStart === null ? null : dayOf(periodStart, timeZone),
  });
  const jobs = query.lines === "jobs";
  const search =
    query.search === null
      ? undefined
      : await searchHistory(database(), account, { text: query.search, features, jobs });
  const instants = instantsOf(days, timeZone);
  const filter = {
    kinds: query.kinds,
    feature: query.feature ?? undefined,
    usedOn: query.platform ?? undefined,
    search,
    before: query.before ?? undefined,
    ...instants,
    versions: await readVersionRange(database(), account, instants),
  };
  return jobs
    ? { lines: "jobs", filter: { ...filter, outcomes: query.types, now } }
    : { lines: "all", filter: { ...filter, types: typesOf(query) } };
}
