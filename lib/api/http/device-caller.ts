import "server-only";
import { checkPermission, type Permission } from "#lib/devices/check-permission.ts";
import { checkDeviceToken, type Device, noteDevice } from "#lib/devices/device-token.ts";
import { chooseReturnLink } from "#lib/devices/return-links.ts";
import { parseVersion } from "#lib/devices/version.ts";
import { noteCaller } from "#lib/observability/request-context.ts";
import { invalidRequest, type Problem } from "./problem.ts";
import { webUrl } from "./web-url.ts";

/** A calling device with its version, its return link, and why it is denied the call, if it is. */
export interface DeviceCaller {
  device: Device;
  version: string;
  returnLink: string | null;
  denied: Problem | null;
}

const clientForm = /^(desktop|mobile)\/(.{1,100})$/;

/**
 * Identifies a calling device by its token and by what it claims to be: a version, and the platform that its token was
 * made for. `permission` is what the call needs, or null when no device may make it; `page` is where users do it on the
 * web.
 */
export async function identifyDevice(
  request: Request,
  bearer: string,
  { permission, page }: { permission: Permission | null; page: string },
): Promise<DeviceCaller | Problem> {
  const device = await checkDeviceToken(bearer);
  if (device === null) return { slug: "unauthenticated", detail: "this device was signed out: sign in again" };
  noteCaller(device.policy.platform);
  const match = clientForm.exec(request.headers.get("credits-client") ?? "");
  const [, platform, text = ""] = match ?? [];
  const version = parseVersion(text);
  if (match === null || version === null) {
    const message = "must be a header with the app's platform and version, such as desktop/6.1.0";
    return invalidRequest([{ path: "Credits-Client", message }]);
  }
  if (platform !== device.policy.platform) {
    return { slug: "not-allowed", detail: `the token is for ${device.policy.platform}, not for ${platform}` };
  }
  await noteDevice(device, text);
  const verdict = checkPermission(device.policy, version, permission);
  // An address that is not on the list is not an error: operators change the list while apps are in use.
  const returnLink = chooseReturnLink(device.policy, request.headers.get("credits-return"));
  return { device, version: text, returnLink, denied: explain(verdict, platform, webUrl(page, returnLink)) };
}

function explain(verdict: ReturnType<typeof checkPermission>, platform: string, url: string): Problem | null {
  switch (verdict.status) {
    case "yes":
      return null;
    case "too-old": {
      const { minimumVersion } = verdict;
      const detail = `credits need ${platform} ${minimumVersion} or later`;
      return { slug: "client-too-old", detail, more: { platform, minimumVersion, webUrl: url } };
    }
    case "not-here":
      return { slug: "not-on-this-platform", detail: "do this on the web", more: { platform, webUrl: url } };
  }
}
