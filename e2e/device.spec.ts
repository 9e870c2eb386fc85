import { type APIRequestContext, expect, test } from "@playwright/test";
import * as oauth from "openid-client";
import { beginDevice, openDeviceEmail, signDeviceIn, typeCode } from "./device-sign-in.ts";
import { ownCaller } from "./mailed-link.ts";
import { signInQuietly } from "./new-person.ts";

test("a device shows a code, its user types and approves it, and an email's link signs it out again", async ({
  page,
  request,
  baseURL,
}) => {
  const { email } = await signInQuietly(page, "device");
  const config = await oauth.discovery(new URL(baseURL ?? ""), "desktop", undefined, oauth.None(), {
    algorithm: "oauth2",
    execute: [oauth.allowInsecureRequests],
  });
  const started = await oauth.initiateDeviceAuthorization(config, { client_version: "6.2.0" });
  const polling = oauth.pollDeviceAuthorizationGrant(config, started);

  expect(started.verification_uri).toBe(`${baseURL}/device`);
  await typeCode(page, started.user_code.toLowerCase().replace("-", " "));
  const card = page.getByRole("main");
  for (const words of ["Desktop app 6.2.0", "A different IP address from yours", email, "opens the web to buy"]) {
    await expect(card).toContainText(words);
  }
  await expect(card).toContainText("Approve only if you just started this on your own device");
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText("Go back to your computer")).toBeVisible();

  const { access_token: token } = await polling;
  expect(await balanceStatus(request, token, "desktop/6.2.0")).toBe(200);
  await page.goto("/profile/devices");
  const row = page.getByRole("listitem").filter({ hasText: "Desktop app 6.2.0" });
  await expect(row).toContainText("Can see your total and the three kinds, can use credits, opens the web to buy.");

  await openDeviceEmail(page, email);
  expect(await balanceStatus(request, token, "desktop/6.2.0"), "opening the link does nothing").toBe(200);
  await page.getByRole("button", { name: "Sign this device out" }).click();
  await expect(page.getByRole("heading", { name: "Desktop app 6.2.0 is signed out" })).toBeVisible();
  expect(await balanceStatus(request, token, "desktop/6.2.0")).toBe(401);
  await page.goto("/profile/devices");
  await expect(row).toBeHidden();
});

test("a device can be approved or denied without JavaScript", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, extraHTTPHeaders: ownCaller() });
  const page = await context.newPage();
  await page.goto("/device");
  await expect(page).toHaveURL("/sign-in?next=%2Fdevice");
  await page.getByRole("button", { name: "Sign in as Kenji" }).click();
  await expect(page).toHaveURL("/device");
  const denied = await beginDevice(page, "mobile", "11.7.0");
  await typeCode(page, denied.userCode);
  await expect(page.getByRole("main")).toContainText("Mobile app 11.7.0");
  await page.getByRole("button", { name: "Deny" }).click();
  await expect(page.getByRole("heading", { name: "Denied" })).toBeVisible();
  expect(await denied.collect()).toMatchObject({ status: 400, error: "access_denied" });
  await signDeviceIn(page, "mobile", "11.7.0");
  await context.close();
});

test("no link can skip typing the code", async ({ page, browser }) => {
  await signInQuietly(page, "lured");
  const device = await beginDevice(page, "desktop", "6.0");
  for (const name of ["user_code", "code"]) {
    await page.goto(`/device?${name}=${device.userCode}`);
    await expect(page.getByLabel("Code on your device")).toHaveValue("");
  }
  const other = await browser.newPage();
  await signInQuietly(other, "luring");
  await typeCode(other, device.userCode);
  await page.goto(other.url());
  await expect(page.getByRole("heading", { name: "Nothing to approve" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  expect(await device.collect()).toMatchObject({ error: "authorization_pending" });
  await other.close();
});

test("after five codes in one session no more are accepted, not even the right one", async ({ page }) => {
  await signInQuietly(page, "guessing");
  const device = await beginDevice(page, "desktop", "6.0");
  await page.goto("/device");
  const type = async (code: string) => {
    await page.getByLabel("Code on your device").fill(code);
    await page.getByRole("button", { name: "Continue" }).click();
  };
  for (let turn = 0; turn < 5; turn += 1) {
    await type("BBBB-BBBB");
    // Each answer moves the focus to its message.
    await expect(page.locator(":focus")).toContainText("No device is waiting with this code");
  }
  await type(device.userCode);
  await expect(page.getByRole("alert").filter({ hasText: "You've tried five codes" })).toBeVisible();
  await page.getByRole("link", { name: "Sign in again" }).click();
  await expect(page.getByText("For your security, sign in again to continue")).toBeVisible();
  await page.getByRole("button", { name: "Sign in as Kenji" }).click();
  await expect(page).toHaveURL("/device");
  await typeCode(page, device.userCode);
});

test("one device or all others can be signed out on the page of devices, and their streams end", async ({
  page,
  request,
  baseURL,
}) => {
  await signInQuietly(page, "devices");
  const [desktop, mobile] = [await signDeviceIn(page, "desktop", "6.0"), await signDeviceIn(page, "mobile", "11.6.9")];
  await page.goto("/profile");
  await page.getByRole("link", { name: "Manage devices" }).click();
  await expect(page.getByText("This version is too old to use credits. Update to 11.7.0 or newer.")).toBeVisible();
  await page.getByRole("button", { name: "Sign out Mobile app 11.6.9" }).click();
  await expect(page.getByText("Signed out. It loses access with its next request.")).toBeVisible();
  await expect(page.getByText("Mobile app 11.6.9")).toBeHidden();
  expect(await balanceStatus(request, mobile, "mobile/11.6.9")).toBe(401);
  expect(await balanceStatus(request, desktop, "desktop/6.0")).toBe(200);
  const headers = { Authorization: `Bearer ${desktop}`, "Credits-Client": "desktop/6.0" };
  const stream = await fetch(`${baseURL}/api/v1/balance/events`, { headers });
  const ended = stream.text();
  await page.getByText("Sign out the other one").click();
  await page.getByRole("button", { name: "Sign it out" }).click();
  expect(await ended).toContain("event: balance");
  await expect(page.getByText("Signed out everywhere else.")).toBeVisible();
  expect(await balanceStatus(request, desktop, "desktop/6.0")).toBe(401);
  await expect(page.getByText("This browser")).toBeVisible();
});

async function balanceStatus(request: APIRequestContext, token: string, client: string): Promise<number> {
  const headers = { Authorization: `Bearer ${token}`, "Credits-Client": client };
  return (await request.get("/api/v1/balance", { headers })).status();
}
