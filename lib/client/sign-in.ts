import * as z from "zod/mini";
import { readSeconds } from "./refusal.ts";

/** An app that is not signed in yet. */
export interface App {
  baseUrl: string;
  platform: "desktop" | "mobile";
  version: string;
  fetch: typeof fetch;
}

/** A code for the user to enter at `verificationUri`; `collect` waits until they have approved or denied it. */
export type SignIn =
  | {
      status: "code";
      userCode: string;
      verificationUri: string;
      collect: (signal?: AbortSignal) => Promise<Collected>;
    }
  | { status: "rate-limited"; retryAfterSeconds: number }
  | { status: "unreachable" };

/** The outcome. The token is returned once: store it in the system's key store. `left`: the signal aborted. */
export type Collected = { status: "signed-in"; token: string } | { status: "denied" | "expired" | "left" };

/** Starts the sign-in of a device (RFC 8628). */
export async function beginSignIn(app: App): Promise<SignIn> {
  const answer = await post(app, "/api/oauth/device_authorization", {});
  if (answer === null) return { status: "unreachable" };
  if (answer.response.status === 429) {
    return { status: "rate-limited", retryAfterSeconds: readSeconds(answer.response.headers.get("Retry-After")) };
  }
  const begun = DeviceAuthorization.safeParse(answer.body);
  if (!begun.success) return { status: "unreachable" };
  const { device_code, user_code, verification_uri, interval, expires_in } = begun.data;
  const endsAt = Date.now() + expires_in * 1_000;
  return {
    status: "code",
    userCode: user_code,
    verificationUri: verification_uri,
    collect: (signal) => collect(app, device_code, { intervalSeconds: interval, endsAt, signal }),
  };
}

export const DeviceAuthorization = z.object({
  device_code: z.string(),
  user_code: z.string(),
  verification_uri: z.string(),
  expires_in: z.int(),
  interval: z.int(),
});
export const Token = z.object({ access_token: z.string() });
const OAuthError = z.object({ error: z.string() });

const grant = "urn:ietf:params:oauth:grant-type:device_code";
/** How much longer to wait between requests after `slow_down` (RFC 8628, 3.5). */
const slowerSeconds = 5;

async function collect(
  app: App,
  deviceCode: string,
  { endsAt, signal, ...asked }: { intervalSeconds: number; endsAt: number; signal: AbortSignal | undefined },
): Promise<Collected> {
  let { intervalSeconds } = asked;
  while (Date.now() < endsAt) {
    await new Promise((resolve) => setTimeout(resolve, intervalSeconds * 1_000));
    if (signal?.aborted) return { status: "left" };
    const answer = await post(app, "/api/oauth/token", { grant_type: grant, device_code: deviceCode });
    const token = Token.safeParse(answer?.body);
    if (answer?.response.ok && token.success) return { status: "signed-in", token: token.data.access_token };
    // A lost connection, or a server that cannot respond at the moment, is retried.
    switch (OAuthError.safeParse(answer?.body).data?.error) {
      case "slow_down":
        intervalSeconds += slowerSeconds;
        break;
      case "access_denied":
        return { status: "denied" };
      case "expired_token":
      case "invalid_grant":
        return { status: "expired" };
    }
  }
  return { status: "expired" };
}

async function post(app: App, path: string, fields: Record<string, string>) {
  try {
    const response = await app.fetch(`${app.baseUrl}${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ client_id: app.platform, client_version: app.version, ...fields }).toString(),
      credentials: "omit",
      cache: "no-store",
    });
    const body: unknown = await response.json();
    return { response, body };
  } catch {
    return null;
  }
}
