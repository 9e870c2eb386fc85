import * as z from "zod";
import { type Kind, kinds } from "#lib/credits/kinds.ts";
import type { TransactionType } from "#lib/credits/transaction.ts";
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

/** The filters in the history's URL. Days are YYYY-MM-DD in the reader's zone, both inclusive. */
export interface HistoryQuery {
  types: Happening[];
  kinds: Kind[];
  feature: string | null;
  from: string | null;
  to: string | null;
  before: number | null;
  /** One row per job, or every line of the ledger. */
  lines: "jobs" | "all";
}

type Search = Record<string, string | string[] | undefined>;

const Before = z.coerce.number().int().positive();
const Slug = z.string().regex(/^[a-z0-9-]{1,80}$/);
const day = 24 * 60 * 60 * 1000;

/** Reads the URL; invalid filters are ignored, so that an old or mistyped link still shows the history. */
export function parseHistoryQuery(search: Search): HistoryQuery {
  const all = (name: string) => [search[name]].flat().filter((value) => value !== undefined);
  const first = (name: string) => all(name)[0] ?? "";
  const date = (name: string) => (startOfDay(first(name), "UTC") === null ? null : first(name));
  return {
    types: happeningNames.filter((name) => all("type").includes(name)),
    kinds: kinds.filter((kind) => all("kind").includes(kind)),
    feature: Slug.safeParse(first("feature")).data ?? null,
    from: date("from"),
    to: date("to"),
    before: Before.safeParse(first("before")).data ?? null,
    lines: first("lines") === "all" ? "all" : "jobs",
  };
}

/** The instants between which the chosen days lie in a zone: from the first's start to the last's end. */
export function instantsOf(
  { from, to }: HistoryQuery,
  timeZone: string,
): { from: Date | undefined; to: Date | undefined } {
  const dayAfter = (date: string) => new Date(Date.parse(`${date}T00:00:00Z`) + day).toISOString().slice(0, 10);
  return {
    from: from === null ? undefined : (startOfDay(from, timeZone) ?? undefined),
    to: to === null ? undefined : (startOfDay(dayAfter(to), timeZone) ?? undefined),
  };
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
export function addressOf({ types, kinds, feature, from, to, before, lines }: HistoryQuery): string {
  const pairs = [
    ...types.map((type) => ["type", type]),
    ...kinds.map((kind) => ["kind", kind]),
    ...Object.entries({ feature, from, to, before }).flatMap(([name, value]) =>
      value === null ? [] : [[name, String(value)]],
    ),
    ...(lines === "all" ? [["lines", "all"]] : []),
  ];
  return new URLSearchParams(pairs).toString();
}
