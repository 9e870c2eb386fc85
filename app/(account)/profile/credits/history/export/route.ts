import { redirect } from "next/navigation";
import { getTimeZone } from "next-intl/server";
import { addressOf, faultOf, parseHistoryQuery } from "#components/history/filter.ts";
import { allow } from "#lib/api/http/allow.ts";
import { readFeatureNames } from "#lib/catalogue/features.ts";
import { database } from "#lib/database.ts";
import { dayOf } from "#lib/format/calendar.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { exportHistory } from "#lib/ledger/read/export-history.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { readPeriodStart } from "../../period-start.ts";
import { filterOf } from "../filter-of.ts";
import { streamText } from "./stream-text.ts";
import { takeSlot } from "./take-slot.ts";
import { exportFormats, writeExport } from "./write-export.ts";

const mediaTypes = { csv: "text/csv; charset=utf-8", json: "application/json" };

/** Downloads what the history's filters find, as CSV or JSON: all rows, not only a page. */
export async function GET(request: Request): Promise<Response> {
  const search = new URL(request.url).searchParams;
  const query = { ...parseHistoryQuery(searchOf(search)), before: null };
  const page = `/profile/credits/history?${addressOf(query)}` as const;
  const { accountId: account } = await requirePerson(page);
  const format = exportFormats.find((one) => one === search.get("format")) ?? "csv";
  const [features, balance, timeZone] = await Promise.all([
    readFeatureNames(database()),
    readBalance(database(), account),
    getTimeZone(),
  ]);
  if (balance === null) throw new Error(`The account ${account} of a signed-in person is missing`);
  if (faultOf(query) !== null) redirect(page);
  const allowed = await allow({ key: `history-export:${account}`, capacity: 20, perSeconds: 600 });
  const taken = allowed.status === "limited" ? ({ status: "busy" } as const) : takeSlot(account);
  if (taken.status === "busy") redirect(`${page}&download=busy`);
  try {
    const now = new Date(balance.at);
    const periodStart = query.span === "period" ? await readPeriodStart(account) : null;
    const wanted = await filterOf({ account, query, features, now, periodStart });
    const rows = exportHistory(database(), account, { wanted, upTo: balance.version });
    const names = { features: new Map(features.map(({ slug, name }) => [slug, name])), timeZone };
    return new Response(streamText(writeExport(rows, format, names), taken.release), {
      headers: {
        "Content-Type": mediaTypes[format],
        "Content-Disposition": `attachment; filename="credits-${dayOf(now, timeZone)}.${format}"`,
        "Cache-Control": "private, no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
      },
    });
  } catch (error) {
    taken.release();
    throw error;
  }
}

function searchOf(search: URLSearchParams): Record<string, string[]> {
  return Object.fromEntries([...new Set(search.keys())].map((name) => [name, search.getAll(name)]));
}
