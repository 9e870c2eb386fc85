import "server-only";
import { settings } from "#lib/config/settings.ts";

/** Where users go after sign-in, unless another page is named. */
export const home = "/profile/credits";

/** The path and query of an address of this app; anything else, another site's address above all, gives `home`. */
export function ownPath(address: string | null | undefined): string {
  const { appUrl } = settings();
  if (!address || !URL.canParse(address, appUrl)) return home;
  const url = new URL(address, appUrl);
  // A browser reads `//host` as the address of another site.
  return url.origin === appUrl ? `${url.pathname.replace(/^\/+/, "/")}${url.search}` : home;
}

/** A path of this app as a full address. The host is the configured one, whatever a request's headers say. */
export function ownUrl(path: string): string {
  return `${settings().appUrl}${ownPath(path)}`;
}

/** Whether a form comes from one of this app's own pages. Callers other than browsers send no `Origin`. */
export function isOwnOrigin(request: { headers: Headers }): boolean {
  const origin = request.headers.get("origin");
  return origin === null || origin === settings().appUrl;
}

/** Whether a page's form comes from one of this app's own pages: browsers send `Origin` with every POST. */
export function isOwnForm(request: { headers: Headers }): boolean {
  return request.headers.get("origin") === settings().appUrl;
}
