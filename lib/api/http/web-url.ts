import "server-only";
import { ownUrl } from "#lib/people/own-address.ts";

/** The query parameter of a page that has the return link to an app. */
export const returnParameter = "return";

/** The full address of a page of ours, with the return link to the caller's app, if it has one. */
export function webUrl(page: string, returnLink: string | null): string {
  const url = new URL(ownUrl(page));
  if (returnLink !== null) url.searchParams.set(returnParameter, returnLink);
  return url.href;
}
