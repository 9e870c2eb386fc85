import "server-only";
import { z } from "zod";
import { settings } from "#lib/config/settings.ts";
import type { KeyScope } from "#lib/credits/transaction.ts";
import type { Permission } from "#lib/devices/check-permission.ts";
import { isDeviceBearer } from "#lib/devices/device-token.ts";
import type { Platform, Visibility } from "#lib/devices/policy.ts";
import { noteCaller } from "#lib/observability/request-context.ts";
import { cookieName, readCookie } from "#lib/people/cookies.ts";
import { home } from "#lib/people/own-address.ts";
import { type Person, sessionPerson } from "#lib/people/person.ts";
import { checkServiceKey, type ServiceKey, type ServicePermission } from "#lib/people/service-key.ts";
import { identifyDevice } from "./device-caller.ts";
import { invalidRequest, type Problem } from "./problem.ts";
import { webUrl } from "./web-url.ts";

/** The id of an account that the caller can use; only `identify` returns one. */
export type AccountId = z.infer<typeof accountId>;

/** The caller, and the account of the request. */
export type Caller = CallerAbout &
  (
    | { type: "web"; person: Person }
    /** `keyHash` is null for the demo's key, which is not in the table. */
    | { type: "service"; keyHash: string | null }
    | { type: "device"; device: string; clientVersion: string }
  );

interface CallerAbout {
  account: AccountId;
  scope: KeyScope;
  platform: Platform | null;
  clientVersion: string | null;
  /** How much of a balance the caller sees. */
  visibility: Visibility;
  actor: string;
  /** The return link from the web to the app; null for callers that are not apps. */
  returnLink: string | null;
  /** Why the caller's platform is denied this call. A write that was carried out before is replayed all the same. */
  denied: Problem | null;
}

/**
 * Who can make a call: browsers, service keys with a permission, devices whose platform has a permission. Null denies.
 */
export interface Access {
  web: boolean;
  service: ServicePermission | null;
  device: Permission | null;
  /** The page where users do what other callers are denied; a path of this app. */
  page?: string;
}

const accountId = z.uuid().brand<"AccountId">();

/** Identifies the caller and the account, or returns why not. Writes with a cookie must come from our own pages. */
export async function identify(request: Request, access: Access): Promise<Caller | Problem> {
  const bearer = request.headers.get("authorization");
  if (bearer === null) return await identifyPerson(request, access);
  if (hasSessionCookie(request)) return twoCredentials();
  return isDeviceBearer(bearer)
    ? await identifyApp(request, bearer, access)
    : await identifyService(request, bearer, access);
}

/** A service key, for calls that are not about one account. */
export async function identifyKey(
  request: Request,
  permission: ServicePermission,
): Promise<Pick<ServiceKey, "name" | "client"> | Problem> {
  const bearer = request.headers.get("authorization");
  if (bearer === null) {
    const caller = await identifyPerson(request, { web: false, service: permission, device: null });
    return "slug" in caller ? caller : notForBrowsers();
  }
  if (hasSessionCookie(request)) return twoCredentials();
  if (isDeviceBearer(bearer)) {
    const caller = await identifyApp(request, bearer, { web: false, service: permission, device: null });
    if ("slug" in caller) return caller;
    if (caller.denied === null) throw new Error("A device passed where only product back ends do");
    return caller.denied;
  }
  const key = await checkServiceKey(bearer);
  if (key === null) return unauthenticated();
  noteCaller("service");
  return key.may.includes(permission) ? key : notAllowed(`the key lacks the permission ${permission}`);
}

function hasSessionCookie(request: Request): boolean {
  return readCookie(request.headers.get("cookie"), cookieName("session-token")) !== null;
}

async function identifyPerson(request: Request, access: Access): Promise<Caller | Problem> {
  const person = await sessionPerson(request);
  if (person === null) return unauthenticated();
  if (!access.web) return notForBrowsers();
  if (isWrite(request) && request.headers.get("origin") !== settings().appUrl) {
    return notAllowed("a write with a session cookie must come from our own pages");
  }
  // A page names the account that it was made for: another user may have signed in behind the cookie since.
  const named = request.headers.get("credits-account");
  if (named !== null && named !== person.accountId) {
    return { ...notAllowed("the session is of another account"), more: { signedInAs: person.name } };
  }
  const account = accountId.parse(person.accountId);
  return { ...trusted, type: "web", account, person, scope: "web", platform: "web", actor: "web" };
}

/** What the web and product back ends have in common: they see everything. */
const trusted = { platform: null, clientVersion: null, visibility: "batches" as const, returnLink: null, denied: null };

async function identifyApp(
  request: Request,
  bearer: string,
  { device: permission, page = home }: Access,
): Promise<Caller | Problem> {
  const found = await identifyDevice(request, bearer, { permission, page });
  if ("slug" in found) return found;
  const { device, version, returnLink, denied } = found;
  const { platform, visibility } = device.policy;
  const name = `device:${device.id}`;
  const account = accountId.parse(device.userId);
  const about = {
    account,
    scope: platform,
    platform,
    clientVersion: version,
    visibility,
    actor: name,
    returnLink,
    denied,
  };
  return { ...about, type: "device", device: device.id };
}

async function identifyService(
  request: Request,
  bearer: string,
  { service, page = home }: Access,
): Promise<Caller | Problem> {
  const key = await checkServiceKey(bearer);
  if (key === null) return unauthenticated();
  noteCaller("service");
  if (service === null) {
    const more = { platform: "service", webUrl: webUrl(page, null) };
    return { slug: "not-on-this-platform", detail: "do this on the web", more };
  }
  if (!key.may.includes(service)) return notAllowed(`the key lacks the permission ${service}`);
  const account = accountId.safeParse(request.headers.get("credits-account")?.toLowerCase());
  if (!account.success) {
    return invalidRequest([{ path: "Credits-Account", message: "must be a header with an account id" }]);
  }
  const names = { scope: `service:${key.client}` as const, actor: `service:${key.name}` };
  return { ...trusted, type: "service", account: account.data, ...names, keyHash: key.hash };
}

function isWrite(request: Request): boolean {
  return request.method !== "GET" && request.method !== "HEAD";
}

function twoCredentials(): Problem {
  return invalidRequest(
    [{ path: "Authorization", message: "and a session cookie were sent together: send only one" }],
    400,
  );
}

function notForBrowsers(): Problem {
  return notAllowed("browsers cannot make this call");
}

function unauthenticated(): Problem {
  return { slug: "unauthenticated", detail: "the request has no valid session or key" };
}

function notAllowed(detail: string): Problem {
  return { slug: "not-allowed", detail };
}
