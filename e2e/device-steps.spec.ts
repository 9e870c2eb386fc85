import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import type { AppServer } from "#testing/app-server.ts";
import { expect, newDevice, newOwner, type Owner, test } from "./api/app.ts";

test("at each step of a device sign-in the title matches, and the focus is on what is new", async ({
  server,
  stranger,
  page,
}) => {
  await signIn(page, server, await newOwner(server, stranger));
  const focused = page.locator(":focus");
  for (let turn = 0; turn < 2; turn += 1) {
    await page.goto(`${server.url}/device`);
    await typeCode(page, "BBBB-BBBB");
    await expect(focused).toHaveRole("alert");
    await expect(focused).toContainText("No device is waiting with this code");
  }
  // Again without leaving the page: the same message must be announced again.
  await typeCode(page, "BBBB-BBBB");
  await expect(focused).toHaveRole("alert");

  for (const [answer, outcome] of [
    ["Approve", "Approved"],
    ["Deny", "Denied"],
  ] as const) {
    await page.goto(`${server.url}/device`);
    await typeCode(page, await beginDevice(server));
    await expect(focused).toHaveText("Sign in this device?");
    await expect(page).toHaveTitle("Sign in this device? · Purse");
    await page.getByRole("button", { name: answer }).click();
    await expect(focused).toHaveText(outcome);
    await expect(page).toHaveTitle(`${outcome} · Purse`);
  }
  await page.goto(`${server.url}/device/confirm?request=none`);
  await expect(page).toHaveTitle("Nothing to approve · Purse");
});

test("a sign-out is confirmed for what was signed out, and for nothing else", async ({ server, stranger, page }) => {
  const owner = await newOwner(server, stranger);
  const other = await newOwner(server, stranger);
  await signIn(page, server, owner);
  const theirs = await newDevice(server, stranger, { account: other.account, platform: "desktop", version: "6.2" });
  await newDevice(server, stranger, { account: owner.account, platform: "mobile", version: "12.0" });
  await newDevice(server, stranger, { account: owner.account, platform: "desktop", version: "6.0" });
  for (const done of ["one", "others"]) {
    await page.goto(`${server.url}/profile/devices?done=${done}`);
    await expect(page.getByRole("button", { name: /Sign out Mobile app 12.0/ })).toBeVisible();
    await expect(page.getByText(/^Signed out/)).toBeHidden();
  }
  for (const id of process.env.E2E_ALL ? [theirs.device, randomUUID(), "garbage"] : [theirs.device]) {
    const form = page.locator("form", { has: page.getByRole("button", { name: /Sign out Mobile app 12.0/ }) });
    // React puts a form's own values back when it takes the page over; the header is live after that.
    await expect(page.getByRole("banner").getByRole("link", { name: /^Credits: .*, live$/ })).toBeVisible();
    // In one step: a page that is read again between the two would have its own value back.
    await form.getByRole("button").evaluate((button, value) => {
      button.closest("form")?.querySelector("input[name=id]")?.setAttribute("value", value);
      button.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    }, id);
    await expect(page.getByText("Already signed out.")).toBeVisible();
    if (id !== "garbage") await page.context().clearCookies({ path: "/profile/devices" });
    // The last message disappears automatically.
    await expect(async () => {
      await page.goto(`${server.url}/profile/devices`);
      await expect(page.getByText("Already signed out")).toBeHidden({ timeout: 1_000 });
    }).toPass();
  }
  await page.getByRole("button", { name: /Sign out Desktop app 6.0/ }).click();
  await expect(page.getByText("Signed out. It loses access with its next request.")).toBeVisible();
  await expect(page.getByText("Desktop app 6.0")).toBeHidden();
  const [row] = await server.owner`select revoked_at from devices where id = ${theirs.device}`;
  expect(row?.revoked_at).toBeNull();
});

test("the last of 25 apps can be signed out as well", async ({ server, stranger, page }) => {
  const owner = await newOwner(server, stranger);
  await signIn(page, server, owner);
  for (let app = 1; app <= 25; app += 1)
    await newDevice(server, stranger, { account: owner.account, platform: "desktop", version: `6.${app}` });
  await server.owner`update devices set last_seen_at = now() - interval '1 day'
    where user_id = ${owner.account} and version = '6.7'`;
  await page.goto(`${server.url}/profile/devices`);
  const last = page.getByRole("button", { name: "Sign out Desktop app 6.7, signed in" });
  await expect(last).toBeHidden();
  await page.getByText("Show 5 more").click();
  await last.click();
  await expect(page.getByText("Signed out. It loses access with its next request.")).toBeVisible();
  await expect(page.getByText("Show 4 more")).toBeVisible();
});

test("a form from another site, or without an origin, is refused before anything is done", async ({
  server,
  stranger,
}) => {
  const { account, web } = await newOwner(server, stranger);
  const device = await newDevice(server, stranger, { account, platform: "desktop", version: "6.2" });
  const { Origin = "", ...anonymous } = web.headers;
  const url = `${server.url}/profile/devices`;
  const html = await (await fetch(url, { headers: anonymous })).text();
  const form = html.slice(html.lastIndexOf("$ACTION_ID_", html.indexOf(`value="${device.device}"`)));
  const action = /^[$\w]+/.exec(form)?.[0] ?? "";
  const send = async (headers: Record<string, string>, ofPage = account) => {
    const body = new FormData();
    body.set(action, "");
    body.set("id", device.device);
    body.set("account", ofPage);
    const answer = await fetch(url, { method: "POST", headers, body, redirect: "manual" });
    const [row] = await server.owner`select revoked_at is not null as out from devices where id = ${device.device}`;
    return [answer.status, row?.out];
  };
  expect(await send({ ...anonymous, Origin: "https://elsewhere.example" })).toEqual([403, false]);
  expect(await send({ ...anonymous, Origin: "null" })).toEqual([403, false]);
  expect(await send(anonymous)).toEqual([403, false]);
  // The page was another user's.
  expect(await send({ ...anonymous, Origin }, randomUUID())).toEqual([303, false]);
  expect(await send({ ...anonymous, Origin })).toEqual([303, true]);
});

async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Code on your device").fill(code);
  await page.getByRole("button", { name: "Continue" }).click();
}

async function beginDevice(server: AppServer): Promise<string> {
  const body = new URLSearchParams({ client_id: "desktop", client_version: "6.2" });
  const answer = await fetch(`${server.url}/api/oauth/device_authorization`, { method: "POST", body });
  return String((await answer.json()).user_code);
}

async function signIn(page: Page, server: AppServer, { web }: Owner): Promise<void> {
  const [name = "", value = ""] = (web.headers.Cookie ?? "").split("=");
  await page.context().addCookies([{ name, value, url: server.url }]);
}
