import { expect, type Page } from "@playwright/test";
import { z } from "zod";
import { ownCaller } from "./mailed-link.ts";

const begun = z.object({ device_code: z.string(), user_code: z.string() });
const signedIn = z.object({ access_token: z.string() });

/** A device of these tests that starts to sign in. */
export interface WaitingDevice {
  userCode: string;
  /** Polls once whether it is signed in: status and error, and the token when it is. */
  collect: () => Promise<{ status: number; error: string | null; token: string }>;
}

/** Starts the sign-in of a device, which is a caller of its own unless it is given headers, at the server of the page. */
export async function beginDevice(
  page: Page,
  platform: "desktop" | "mobile",
  version: string,
  headers: Record<string, string> = ownCaller(),
): Promise<WaitingDevice> {
  const client = { client_id: platform, client_version: version };
  const answer = await page.request.post("/api/oauth/device_authorization", { headers, form: client });
  const { device_code, user_code } = begun.parse(await answer.json());
  const form = { ...client, grant_type: "urn:ietf:params:oauth:grant-type:device_code", device_code };
  const collect = async () => {
    const collected = await page.request.post("/api/oauth/token", { headers, form });
    const body = await collected.json();
    const token = signedIn.safeParse(body).data?.access_token ?? "";
    return { status: collected.status(), error: body.error ?? null, token };
  };
  return { userCode: user_code, collect };
}

/** Types a device's code on the page for it, and gets to the page that asks for approval. */
export async function typeCode(page: Page, userCode: string): Promise<void> {
  await page.goto("/device");
  await expect(page.getByLabel("Code on your device")).toBeFocused();
  await page.getByLabel("Code on your device").fill(userCode);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "Sign in this device?" })).toBeVisible();
}

/** Signs a device in to the account of the page's user; returns its token. */
export async function signDeviceIn(page: Page, platform: "desktop" | "mobile", version: string): Promise<string> {
  const device = await beginDevice(page, platform, version);
  await typeCode(page, device.userCode);
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByRole("heading", { name: "Approved" })).toBeVisible();
  const { status, token } = await device.collect();
  expect(status).toBe(200);
  return token;
}

/** Follows the link of the email about a device, from the demo's outbox. */
export async function openDeviceEmail(page: Page, email: string): Promise<void> {
  const message = page.getByRole("region", { name: /was signed in/ }).filter({ hasText: email });
  await expect(async () => {
    await page.goto("/demo/outbox");
    await expect(message.first()).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await page.goto((await message.first().getByRole("link").getAttribute("href")) ?? "");
  await expect(page.getByRole("button", { name: "Sign this device out" })).toBeVisible();
}
