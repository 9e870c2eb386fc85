import type { AppServer } from "#testing/app-server.ts";
import { expect } from "./app.ts";

/** RFC 8628's name of the device code grant type. */
export const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

/** Requests codes, as an app does that has none yet. */
export async function started(server: AppServer, said: Record<string, string> = { client_id: "desktop" }) {
  const body = new URLSearchParams({ client_version: "6.0", ...said });
  const answer = await fetch(`${server.url}/api/oauth/device_authorization`, { method: "POST", body });
  expect(answer.status).toBe(200);
  const { device_code, user_code } = await answer.json();
  return { device_code: String(device_code), user_code: String(user_code) };
}

/** Signs a device of an account in, and returns its token. */
export async function signInDevice(
  server: AppServer,
  account: string,
  client: Record<string, string>,
): Promise<string> {
  const { device_code, user_code } = await started(server, client);
  await approve(server, user_code, account);
  const body = new URLSearchParams({ grant_type: deviceGrant, device_code, ...client });
  const answer = await fetch(`${server.url}/api/oauth/token`, { method: "POST", body });
  expect(answer.status).toBe(200);
  return String((await answer.json()).access_token);
}

/** What the page that asks the user does. */
export async function approve({ owner }: AppServer, userCode: string, account: string): Promise<void> {
  const rows = await owner`update device_codes set status = 'approved', user_id = ${account}
    where user_code = ${bare(userCode)} and status = 'pending' returning 1`;
  expect(rows).toHaveLength(1);
}

/** A code as it is stored: without its hyphen. */
export function bare(userCode: string): string {
  return userCode.replace("-", "");
}
