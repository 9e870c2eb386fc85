import { expandInto } from "./expand.ts";
import type { Cause, FakeStripe } from "./fake.ts";
import type { FormValue } from "./form.ts";
import { listOf, pageOf } from "./lists.ts";
import { noSuch } from "./refusal.ts";

/** One request of the API, its parameters read but not judged. */
export type Call = { fakeStripe: FakeStripe; id: string; raw: { [key: string]: FormValue }; cause: Cause };

/** What each endpoint does. `:id` stands for one segment. */
export type Endpoints = { [methodAndPath: string]: (call: Call) => object };

type Page = {
  limit?: number | undefined;
  starting_after?: string | undefined;
  ending_before?: string | undefined;
  expand?: string[] | undefined;
};

/** The object of an id that the address or a parameter names. */
export function found<T>(all: { [id: string]: T }, id: string, what: string, param = "id"): T {
  const one = all[id];
  if (!one) throw noSuch(what, id, param);
  return one;
}

/** Everything of one kind, in the order of lists. */
export function newestFirst<T>(all: { [id: string]: T }): T[] {
  return Object.values(all).reverse();
}

/** One page of a list as the API shows it. */
export function shownPage<T extends { id: string }>(
  fakeStripe: FakeStripe,
  all: T[],
  { expand, ...page }: Page,
  { show, url }: { show: (one: T) => object; url: string },
) {
  const { data, hasMore } = pageOf(all, page);
  return expandInto(fakeStripe, listOf(data.map(show), url, hasMore), expand);
}

/** The fields of a request that were sent. */
export function definedOf(fields: object) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Metadata after a change: an empty value removes its key, an empty string in its place removes all. */
export function changedMetadata(before: { [key: string]: string }, asked: "" | { [key: string]: string } | undefined) {
  if (asked === "") return {};
  return Object.fromEntries(Object.entries({ ...before, ...asked }).filter(([, value]) => value !== ""));
}
