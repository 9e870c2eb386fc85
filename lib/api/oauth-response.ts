import "server-only";
import { clientAddress, rateLimitSubnet } from "#lib/api/http/client-address.ts";
import type { OAuthError } from "#lib/api/http/oauth-answer.ts";
import { readForm } from "#lib/api/http/read-form.ts";
import { settings } from "#lib/config/settings.ts";
import { type Collected, collectToken } from "#lib/devices/collect-token.ts";
import { tellOwner } from "#lib/devices/email-owner.ts";
import { type DevicePlatform, requestCode } from "#lib/devices/request-code.ts";
import { showUserCode } from "#lib/devices/user-code.ts";
import { parseVersion } from "#lib/devices/version.ts";

/** The grant by which devices are signed in (RFC 8628, 3.4). */
export const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

/** Gives a device a code to keep and a code for the user to enter (RFC 8628, 3.1 and 3.2). */
export async function deviceAuthorizationResponse(request: Request): Promise<Response | OAuthError> {
  const app = await readClient(request);
  if ("error" in app) return app;
  const { platform, version } = app;
  const address = clientAddress(request);
  const client = rateLimitSubnet(address);
  const made = await requestCode({ platform, version: version ?? "", address, client });
  if (made.status === "limited") return tooMany(made.retryAfterSeconds);
  return Response.json({
    device_code: made.deviceCode,
    user_code: showUserCode(made.userCode),
    // No verification_uri_complete: an attacker could send a victim a link that contains the code.
    verification_uri: `${settings().appUrl}/device`,
    expires_in: made.expiresInSeconds,
    interval: made.intervalSeconds,
  });
}

/** Returns a device's token after the user has approved it (RFC 8628, 3.4 and 3.5). */
export async function tokenResponse(request: Request): Promise<Response | OAuthError> {
  const client = await readClient(request);
  if ("error" in client) return client;
  const { platform, version, fields } = client;
  const grant = fields.get("grant_type");
  if (grant === undefined) return invalidRequest("grant_type is missing");
  if (grant !== deviceGrant) return { error: "unsupported_grant_type", description: `only ${deviceGrant}` };
  const deviceCode = fields.get("device_code");
  if (deviceCode === undefined) return invalidRequest("device_code is missing");
  return await present(await collectToken({ deviceCode, platform, version }));
}

interface Client {
  platform: DevicePlatform;
  /** The version that the app names, if any. */
  version: string | null;
  fields: Map<string, string>;
}

/** Which app is calling. Apps cannot keep a secret, so client_id names a platform and proves nothing. */
async function readClient(request: Request): Promise<Client | OAuthError> {
  if (request.headers.has("authorization")) {
    const headers = { "WWW-Authenticate": "Basic" };
    return { error: "invalid_client", description: "apps have no secret: send only client_id", status: 401, headers };
  }
  const read = await readForm(request);
  if (read.status === "refused") return { ...invalidRequest(read.why), status: read.code };
  const platform = read.fields.get("client_id");
  if (platform === undefined) return invalidRequest("client_id is missing");
  if (platform !== "desktop" && platform !== "mobile") {
    return { error: "invalid_client", description: "client_id must be desktop or mobile" };
  }
  const version = read.fields.get("client_version") ?? null;
  if (version !== null && parseVersion(version) === null) {
    return invalidRequest("client_version must be a version, such as 6.1.0");
  }
  return { platform, version, fields: read.fields };
}

async function present(collected: Collected): Promise<Response | OAuthError> {
  switch (collected.status) {
    case "signed-in":
      // The device does not wait for the email, which may take a mail server's time.
      void tellOwner(collected.device);
      return Response.json({ access_token: collected.token, token_type: "Bearer" });
    case "pending":
      return { error: "authorization_pending", description: "the user has not approved it yet" };
    case "too-soon":
      return { error: "slow_down", description: "wait 5 seconds longer between requests from now on" };
    case "denied":
      return { error: "access_denied", description: "the user denied it, or signed out everywhere afterwards" };
    case "expired":
      return { error: "expired_token", description: "the code has expired: request a new one" };
    case "unknown":
      return { error: "invalid_grant", description: "device_code is invalid for this client_id, or was used already" };
  }
}

function invalidRequest(description: string): OAuthError {
  return { error: "invalid_request", description };
}

function tooMany(retryAfterSeconds: number): OAuthError {
  const headers = { "Retry-After": String(Math.ceil(retryAfterSeconds)) };
  return { error: "temporarily_unavailable", description: "too many codes were requested", status: 429, headers };
}
