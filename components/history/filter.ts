import * as z from "zod";
import { type Kind, kinds } from "#lib/credits/kinds.ts";
import type { TransactionType } from "#lib/credits/transaction.ts";
import { addCalendarMonths, addDays, isDay } from "#lib/format/calendar.ts";
import { startOfDay } from "#lib/format/dates.ts";

/** The form's choices of what happened: each stands for a type of transaction and the types that belong to it. */
const happenings = {
  grant: ["grant"],
  spend: ["spend", "capture"],
  hold: ["hold", "extend"],
  release: ["release", "refund"],
  expiry: ["expiry"],
  adjustment: ["adjustment", "freeze", "unfreeze"],
  revoke: ["revoke", "reinstate", "repayment", "forgive"],
} as const satisfies Partial<Record<TransactionType, readonly TransactionType[]>>;

export type Happening = keyof typeof happenings;

/** What a line of the history means to the user. */
export function happeningOf(type: TransactionType): Happening {
  const found = happeningNames.find((name) => happenings[name].some((one) => one === type));
  if (found === undefined) throw new Error(`a ${type} is nothing that happens to credits`);
  return found;
}

/** All choices, in the order of the form. */
export const happeningNames = ["grant", "spend", "hold", "release", "expiry", "revoke", "adjustment"] as const;

/** Stretches of days that end today, so that a link to one stays current. `period` is the plan's current month. */
export const historySpans = ["7-days", "30-days", "90-days", "period"] as const;
export type HistorySpan = (typeof historySpans)[number];

/** Where credits were used; `service` is a product back end. */
export const usePlaces = ["web", "desktop", "mobile", "service"] as const;
export type UsePlace = (typeof usePlaces)[number];

/** How long a search can be. */
export const longestSearch = 120;

/** The filters in the history's URL. Days are YYYY-MM-DD in the reader's zone, both inclusive. */
export interface HistoryQuery {
  types: Happening[];
  kinds: Kind[];
  feature: string | null;
  platform: UsePlace | null;
  /** Part of a feature's name, a reference, or a transaction's number. */
  search: string | null;
  /** Chosen days win over it. */
  span: HistorySpan | null;
  from: string | null;
  to: string | null;
  before: number | null;
  /** One row per job, or every line of the ledger. */
  lines: "jobs" | "all";
}

type Search = Record<string, string | string[] | undefined>;

const noQuery: HistoryQuery = {
  types: [],
  kinds: [],
  feature: null,
  platform: null,
  search: null,
  span: null,
  from: null,
  to: null,
  before: null,
  lines: "jobs",
};

/** A query with nothing but these filters. */
export function queryOf(filters: Partial<HistoryQuery>): HistoryQuery {
  return { ...noQuery, ...filters };
}

const Before = z.coerce.number().int().positive();
/** Days from here on are ignored: the day after the last of them has no date. */
const endOfDays = "9999";
const Slug = z.string().regex(/^[a-z0-9-]{1,80}$/);

/** Reads the URL; invalid filters are ignored, so that an old or mistyped link still shows the history. */
export function parseHistoryQuery(search: Search): HistoryQuery {
  const all = (name: string) => [search[name]].flat().filter((value) => value !== undefined);
  const first = (name: string) => all(name)[0] ?? "";
  const date = (name: string) => (isDay(first(name)) && first(name) < endOfDays ? first(name) : null);
  const [from, to] = [date("from"), date("to")];
  return {
    types: happeningNames.filter((name) => all("type").includes(name)),
    kinds: kinds.filter((kind) => all("kind").includes(kind)),
    feature: Slug.safeParse(first("feature")).data ?? null,
    platform: usePlaces.find((place) => place === first("platform")) ?? null,
    search: first("q").replaceAll("\0", "").trim() || null,
    span: from === null && to === null ? (historySpans.find((span) => span === first("span")) ?? null) : null,
    from,
    to,
    before: Before.safeParse(first("before")).data ?? null,
    lines: first("lines") === "all" ? "all" : "jobs",
  };
}

/** The days that a query asks for, both inclusive; null where it has no limit. A plan's month began on `periodStart`. */
export function daysOf(
  { span, from, to }: HistoryQuery,
  { today, periodStart }: { today: string; periodStart: string | null },
): { from: string | null; to: string | null } {
  switch (span) {
    case null:
      return { from, to };
    case "period":
      return { from: periodStart ?? addDays(addCalendarMonths(today, -1), 1), to: null };
    default:
      return { from: addDays(today, 1 - Number.parseInt(span, 10)), to: null };
  }
}

/** The instants between which days lie in a zone: from the first's start to the last's end. */
export function instantsOf(
  { from, to }: { from: string | null; to: string | null },
  timeZone: string,
): { from: Date | undefined; to: Date | undefined } {
  return {
    from: from === null ? undefined : (startOfDay(from, timeZone) ?? undefined),
    to: to === null ? undefined : (startOfDay(addDays(to, 1), timeZone) ?? undefined),
  };
}

/** Why a query cannot be answered; null when it can. */
export function faultOf({ from, to, search }: HistoryQuery): "reversed" | "long-search" | null {
  if (from !== null && to !== null && to < from) return "reversed";
  return (search?.length ?? 0) > longestSearch ? "long-search" : null;
}

/** The chosen transaction types; an empty list means all. */
export function typesOf({ types }: HistoryQuery): TransactionType[] {
  return types.flatMap((name) => happenings[name]);
}

/** Whether any filter is active; a page number is not a filter, nor is how much is shown of a job. */
export function isFiltered(query: HistoryQuery): boolean {
  return addressOf({ ...query, before: null, lines: "jobs" }) !== "";
}

/** The query string that restores this view, "" when nothing is filtered. */
export function addressOf({ types, kinds, lines, search, ...single }: HistoryQuery): string {
  const { feature, platform, span, from, to, before } = single;
  const pairs = [
    ...types.map((type) => ["type", type]),
    ...kinds.map((kind) => ["kind", kind]),
    ...Object.entries({ feature, platform, q: search, span, from, to, before }).flatMap(([name, value]) =>
      value === null ? [] : [[name, String(value)]],
    ),
    ...(lines === "all" ? [["lines", "all"]] : []),
  ];
  return new URLSearchParams(pairs).toString();
}
