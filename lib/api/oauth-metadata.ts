import "server-only";
import { settings } from "#lib/config/settings.ts";
import { deviceGrant } from "./oauth-response.ts";

/** What an OAuth client must know to sign a device in (RFC 8414, with the additions of RFC 8628). */
export function oauthMetadata() {
  const { appUrl } = settings();
  return {
    issuer: appUrl,
    device_authorization_endpoint: `${appUrl}/api/oauth/device_authorization`,
    token_endpoint: `${appUrl}/api/oauth/token`,
    grant_types_supported: [deviceGrant],
    // There is no authorization endpoint: nothing redirects to a device.
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ["none"],
    service_documentation: `${appUrl}/api/openapi.json`,
  };
}
