import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { billingVisits } from "./billing-visits.ts";
import { beginDevice, openDeviceEmail, signDeviceIn, typeCode } from "./device-sign-in.ts";
import { labVisits } from "./lab-visits.ts";
import { askForLink, ownCaller } from "./mailed-link.ts";
import { grantTo, signInQuietly, spendElsewhere } from "./new-person.ts";
import { planVisits } from "./plan-visits.ts";
import { signInAs } from "./sign-in-as.ts";
import { origin } from "./the-product.ts";
import { as, go, type Visit } from "./visit.ts";

const mina = (path: string, then?: (page: Page) => Promise<void>) => as("mina", path, then);

export const visits: readonly Visit[] = [
  { route: "/", state: "signed out", full: true, open: (page) => go(page, "/") },
  { route: "/sign-in", state: "full", full: true, open: (page) => go(page, "/sign-in") },
  {
    route: "/sign-in",
    state: "too many links",
    open: (page) => go(page, "/sign-in?notice=limited&wait=600"),
  },
  { route: "/sign-in/sent", state: "full", full: true, open: (page) => go(page, "/sign-in/sent") },
  { route: "/sign-in/confirm", state: "full", full: true, open: openLink },
  {
    route: "/sign-in/confirm",
    state: "used link",
    open: (page) => go(page, "/sign-in/confirm?token=used&email=a@example.com"),
  },
  { route: "/profile", state: "full", full: true, open: mina("/profile") },
  { route: "/profile/devices", state: "full", full: true, open: openDevices },
  { route: "/profile/devices", state: "no app", open: as("omar", "/profile/devices") },
  { route: "/device", state: "full", full: true, open: openCodeForm },
  { route: "/device", state: "too many tries", open: (page) => openCodeForm(page, "?notice=limited&wait=600") },
  { route: "/device", state: "five tries", open: (page) => openCodeForm(page, "?notice=too-many-codes") },
  { route: "/sign-in", state: "once more", open: openSignInAgain },
  { route: "/device/confirm", state: "full", full: true, open: openRequest },
  { route: "/device/confirm", state: "approved", open: approveRequest },
  { route: "/device/confirm", state: "over", open: (page) => openCodeForm(page, "/confirm?request=unknown") },
  { route: "/device/sign-out", state: "full", full: true, open: openEmail },
  { route: "/device/sign-out", state: "unknown", open: (page) => go(page, "/device/sign-out") },
  { route: "/profile/credits", state: "full", full: true, open: mina("/profile/credits", seeLatest) },
  { route: "/profile/credits", state: "empty", open: as("omar", "/profile/credits") },
  { route: "/profile/credits", state: "to repay", open: as("nora", "/profile/credits") },
  { route: "/profile/credits", state: "zero", open: openWithNothingLeft },
  { route: "/profile/credits", state: "order explained", open: mina("/profile/credits", openOrder) },
  { route: "/profile/credits", state: "theme menu open", open: mina("/profile/credits", openThemeMenu) },
  {
    route: "/profile/credits/history",
    state: "full",
    full: true,
    open: mina("/profile/credits/history", openFirstLine),
  },
  { route: "/profile/credits/history", state: "empty", open: as("omar", "/profile/credits/history") },
  {
    route: "/profile/credits/history",
    state: "filters open",
    open: mina("/profile/credits/history?type=spend&kind=activity", openFilters),
  },
  { route: "/profile/credits/history", state: "nothing matches", open: mina("/profile/credits/history?to=2020-01-01") },
  {
    route: "/profile/credits/history",
    state: "impossible dates",
    open: mina("/profile/credits/history?from=2026-03-02&to=2026-03-01"),
  },
  { route: "/prices", state: "signed out", full: true, open: (page) => go(page, "/prices") },
  { route: "/how-credits-work", state: "signed out", full: true, open: (page) => go(page, "/how-credits-work") },
  {
    route: "/how-credits-work",
    state: "too few credits",
    open: mina("/how-credits-work?cost=200"),
  },
  { route: "/profile/credits/usage", state: "full", full: true, open: mina("/profile/credits/usage?group=feature") },
  { route: "/profile/credits/usage", state: "nothing used", open: as("omar", "/profile/credits/usage") },
  {
    route: "/profile/credits/usage",
    state: "bad dates",
    open: mina("/profile/credits/usage?span=chosen&from=2026-02-30"),
  },
  { route: "/profile/credits/batches/[batch]", state: "full", full: true, open: mina("/profile/credits/batches/1") },
  {
    route: "/profile/credits/history",
    state: "taken back",
    open: as("nora", "/profile/credits/history?details=all"),
  },
  { route: "/profile/credits/batches/[batch]", state: "taken back", open: as("nora", "/profile/credits/batches/1") },
  { route: "/profile/credits/batches/[batch]", state: "not found", open: mina("/profile/credits/batches/99999") },
  { route: "/profile/credits/store", state: "full", full: true, open: mina("/profile/credits/store") },
  { route: "/profile/credits/store", state: "buying is stopped", open: as("nora", "/profile/credits/store") },
  {
    route: "/profile/credits/store",
    state: "refused, and short for a task",
    open: as("omar", "/profile/credits/store?problem=too-many-open&feature=ai-portrait-animation"),
  },
  {
    route: "/profile/credits/store",
    state: "from an app, which the page leads back to",
    open: mina("/profile/credits/store?need=5&return=purse-desktop%3A%2F%2Fcredits"),
  },
  { route: "/profile/credits/earn", state: "full", full: true, open: mina("/profile/credits/earn") },
  {
    route: "/profile/credits/earn",
    state: "refused, and nothing claimed yet",
    open: as("omar", "/profile/credits/earn?problem=code-unknown"),
  },
  { route: "/r/[code]", state: "full", full: true, open: openInvitation },
  { route: "/r/[code]", state: "unknown", open: (page) => go(page, "/r/7KQMW3XT9B") },
  { route: "/profile/credits/store/orders/[order]", state: "not paid yet", full: true, open: openOrderPage },
  {
    route: "/profile/credits/store/orders/[order]",
    state: "not found",
    open: mina(`/profile/credits/store/orders/${randomUUID()}`),
  },
  ...planVisits,
  ...billingVisits,
  { route: "/tools", state: "full", full: true, open: mina("/tools") },
  { route: "/tools/[slug]", state: "cutout", full: true, open: mina("/tools/smart-cutout") },
  { route: "/tools/[slug]", state: "portrait", open: mina("/tools/ai-portrait-animation") },
  { route: "/tools/[slug]", state: "export", open: mina("/tools/template-export") },
  { route: "/tools/[slug]", state: "script", open: mina("/tools/ai-script") },
  { route: "/tools/[slug]", state: "pictures", open: mina("/tools/ai-image") },
  { route: "/tools/[slug]", state: "clip", open: mina("/tools/background-removal") },
  {
    route: "/tools/[slug]",
    state: "dialog open",
    full: true,
    open: mina("/tools/ai-portrait-animation", askToAnimate),
  },
  {
    route: "/tools/[slug]",
    state: "dialog open, too few credits",
    open: as("omar", "/tools/smart-cutout", seeShortfall),
  },
  ...labVisits,
  { route: "/demo/outbox", state: "full", full: true, open: (page) => go(page, "/demo/outbox") },
  { route: "/problems", state: "full", full: true, open: (page) => go(page, "/problems") },
  { route: "/problems/[slug]", state: "full", full: true, open: (page) => go(page, "/problems/insufficient-credits") },
  { route: "/_not-found", state: "full", full: true, open: (page) => go(page, "/nowhere") },
  { route: "/_not-found", state: "signed in", open: mina("/nowhere") },
];

async function openInvitation(page: Page): Promise<void> {
  await signInQuietly(page, "inviter");
  await go(page, "/profile/credits/earn");
  const link = await page.getByLabel("Your invite link").inputValue();
  // The page's stream would be refused without the cookie.
  await page.goto("about:blank");
  await page.context().clearCookies();
  await go(page, link);
}

async function openDevices(page: Page): Promise<void> {
  await signInQuietly(page, "devices");
  await signDeviceIn(page, "mobile", "11.7.0");
  await signDeviceIn(page, "desktop", "5.9");
  await go(page, "/profile/devices");
}

async function openCodeForm(page: Page, rest = ""): Promise<void> {
  await as("kenji", `/device${rest}`)(page);
}

async function openSignInAgain(page: Page): Promise<void> {
  await signInAs(page, "kenji");
  await go(page, "/sign-in?notice=sign-in-again&next=%2Fdevice");
}

async function openRequest(page: Page): Promise<void> {
  await page.setExtraHTTPHeaders(ownCaller());
  await signInAs(page, "kenji");
  await typeCode(page, (await beginDevice(page, "desktop", "6.2.0")).userCode);
}

async function approveRequest(page: Page): Promise<void> {
  await openRequest(page);
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByRole("heading", { name: "Approved" })).toBeVisible();
}

async function openEmail(page: Page): Promise<void> {
  const { email } = await signInQuietly(page, "device-email");
  await signDeviceIn(page, "desktop", "6.2.0");
  await openDeviceEmail(page, email);
}

async function openLink(page: Page): Promise<void> {
  await page.setExtraHTTPHeaders(ownCaller());
  await go(page, await askForLink(page, `${randomUUID()}@example.com`));
}

async function seeLatest(page: Page): Promise<void> {
  await expect(page.getByRole("table", { name: "Latest" })).toBeVisible();
}

async function openOrder(page: Page): Promise<void> {
  await page.getByText("Why this order?").click();
  await expect(page.getByText("takes 20 + 5 + 0")).toBeVisible();
}

async function openThemeMenu(page: Page): Promise<void> {
  const wide = (page.viewportSize()?.width ?? 0) >= 1024;
  await page.getByRole("button", { name: wide ? /^Theme: / : "More" }).click();
  await expect(page.getByRole("menu")).toBeVisible();
}

async function openFirstLine(page: Page): Promise<void> {
  // Details are loaded when a line is opened.
  await expect(page.locator("li details h3")).toHaveCount(0);
  await page.locator("li summary").first().click();
  await expect(page.getByRole("term").first()).toBeVisible();
}

async function askToAnimate(page: Page): Promise<void> {
  await page.getByRole("radio", { name: /Ines/ }).check();
  await page.getByRole("button", { name: /^Animate/ }).click();
  await expect(page.getByRole("dialog").getByText("Left after")).toBeVisible();
}

async function seeShortfall(page: Page): Promise<void> {
  await expect(page.getByRole("link", { name: "Get 5 more credits" })).toBeVisible();
}

async function openFilters(page: Page): Promise<void> {
  await page.getByText("Filters", { exact: true }).click();
  await expect(page.getByRole("group", { name: "What happened" })).toBeVisible();
}

async function openWithNothingLeft(page: Page): Promise<void> {
  const person = await signInQuietly(page, "zero");
  await grantTo(person, "purchased", 5);
  await spendElsewhere(person, "smart-cutout");
  await go(page, "/profile/credits");
  await expect(page.getByRole("heading", { name: "Batches" })).toBeVisible();
}

async function openOrderPage(page: Page): Promise<void> {
  await signInAs(page, "kenji");
  const answer = await page.request.post("/api/v1/checkouts", {
    headers: { Origin: origin, "Idempotency-Key": randomUUID() },
    data: { pack: "pack-100" },
  });
  expect(answer.status()).toBe(201);
  await go(page, `/profile/credits/store/orders/${(await answer.json()).order.id}`);
}
