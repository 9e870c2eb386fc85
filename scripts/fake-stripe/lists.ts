import type Stripe from "stripe";
import { invalidRequest, noSuch } from "./refusal.ts";

type Page = { limit?: number | undefined; starting_after?: string | undefined; ending_before?: string | undefined };

/** A whole list in Stripe's envelope. */
export function listOf<T>(data: T[], url: string, hasMore = false): Stripe.ApiList<T> {
  return { object: "list", data, has_more: hasMore, url };
}

/** One page of a list that runs newest first. */
export function pageOf<T extends { id: string }>(newestFirst: T[], page: Page): { data: T[]; hasMore: boolean } {
  const limit = page.limit ?? 10;
  if (limit < 1 || limit > 100) throw invalidRequest("Limit must be between 1 and 100", { param: "limit" });
  if (page.ending_before) {
    const newer = newestFirst.slice(0, positionOf(newestFirst, page.ending_before));
    return { data: newer.slice(-limit), hasMore: newer.length > limit };
  }
  const older = page.starting_after ? newestFirst.slice(positionOf(newestFirst, page.starting_after) + 1) : newestFirst;
  return { data: older.slice(0, limit), hasMore: older.length > limit };
}

function positionOf<T extends { id: string }>(all: T[], id: string) {
  const at = all.findIndex((one) => one.id === id);
  if (at < 0) throw noSuch("object", id, "starting_after");
  return at;
}
