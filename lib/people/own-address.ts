import "server-only";
import { settings } from "#lib/config/settings.ts";

/** Where people go when they are signed in and named no other page. */
export const home = "/profile/credits";

/** The path and query of an address of this app; anything else, another site's address above all, gives `home`. */
export function ownPath(address: string | null | undefined): string {
  const { appUrl } = settings();
  if (!address || !URL.canParse(address, appUrl)) return home;
  const url = new URL(address, appUrl);
  // A browser reads `//host` as another site's address.
  return url.origin === appUrl ? `${url.pathname.replace(/^\/+/, "/")}${url.search}` : home;
}

/** An own path as a full address. The host is the configured one, whatever a request's headers say. */
export function ownUrl(path: string): string {
  return `${settings().appUrl}${ownPath(path)}`;
}

/** Whether a form comes from one of this app's own pages. A caller that is no browser sends no `Origin`. */
export function isOwnOrigin(request: { headers: Headers }): boolean {
  const origin = request.headers.get("origin");
  return origin === null || origin === settings().appUrl;
}

/** Whether a page's form comes from one of this app's own pages: each browser says with a POST where it comes from. */
export function isOwnForm(request: { headers: Headers }): boolean {
  return request.headers.get("origin") === settings().appUrl;
}
