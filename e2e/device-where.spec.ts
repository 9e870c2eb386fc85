import { randomInt } from "node:crypto";
import { expect, test } from "@playwright/test";
import { beginDevice, typeCode } from "./device-sign-in.ts";
import { signInQuietly } from "./new-person.ts";

test("a device that asks over IPv6 is shown with its address in the usual form, and whether it is on the user's network", async ({
  page,
}) => {
  const net = `2001:db8:${randomInt(0x1000, 0x10000).toString(16)}:7`;
  await signInQuietly(page, "ipv6");
  await page.setExtraHTTPHeaders({ "X-Forwarded-For": `${net}::5` });
  const card = page.getByRole("main");
  for (const [address, shown, where] of [
    [`${net.toUpperCase()}:0:0:0:5`, `${net}::5`, "Same IP address as yours"],
    [`${net}::6`, `${net}::6`, "Same network as yours"],
    ["2001:db8::1", "2001:db8::1", "A different IP address from yours"],
  ] as const) {
    const device = await beginDevice(page, "desktop", "6.2", { "X-Forwarded-For": address });
    await typeCode(page, device.userCode);
    await expect(card.getByText(shown, { exact: true })).toBeVisible();
    await expect(card.getByText(where, { exact: true })).toBeVisible();
    await expect(card).not.toContainText("/64");
  }
});

test("a device that was approved but has not collected its token is signed out with all others", {
  tag: "@all",
}, async ({ page }) => {
  await signInQuietly(page, "uncollected");
  const approve = async () => {
    const device = await beginDevice(page, "desktop", "6.2");
    await typeCode(page, device.userCode);
    await page.getByRole("button", { name: "Approve" }).click();
    await expect(page.getByRole("heading", { name: "Approved" })).toBeVisible();
    await page.goto("/profile/devices");
    return device;
  };
  const [collected, waiting] = [await approve(), await approve()];
  expect((await collected.collect()).status).toBe(200);
  await page.goto("/profile/devices");
  await page.getByText("Sign out the other one").click();
  await page.getByRole("button", { name: "Sign it out" }).click();
  await expect(page.getByText("Signed out everywhere else.")).toBeVisible();
  expect(await waiting.collect()).toMatchObject({ status: 400, error: "access_denied", token: "" });

  const last = await approve();
  await page.getByText("Sign out everywhere", { exact: true }).click();
  await page.getByRole("button", { name: "Sign out everywhere now" }).click();
  await expect(page).toHaveURL("/");
  expect(await last.collect()).toMatchObject({ status: 400, error: "access_denied", token: "" });
});
