import "server-only";
import { ownUrl } from "#lib/people/own-address.ts";

/** The part of a page's query that names the way back to an app. */
export const returnParameter = "return";

/** A page of ours as a full address, for a caller that opens it elsewhere; with the way back to its app, if it has one. */
export function webUrl(page: string, returnLink: string | null): string {
  const url = new URL(ownUrl(page));
  if (returnLink !== null) url.searchParams.set(returnParameter, returnLink);
  return url.href;
}
