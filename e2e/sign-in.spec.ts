import { type APIRequestContext, expect, test } from "@playwright/test";
import { askForLink, confirmLink, newAddress, ownCaller, readLink, signInByMail, someAddress } from "./mailed-link.ts";
import { origin } from "./the-product.ts";

// Each test is a caller of its own, as limits count them, behind a proxy that the server trusts.
test.beforeEach(async ({ context }) => {
  await context.setExtraHTTPHeaders(ownCaller());
});

test("an emailed link signs in, opens the account, and works once", async ({ page, context }) => {
  const address = newAddress();
  const link = await askForLink(page, address);
  // What a mail scanner does: it opens the link, as often as it likes.
  for (const _ of [1, 2, 3]) expect((await context.request.get(link)).ok()).toBe(true);

  await page.goto(link);
  await expect(page.getByRole("heading", { name: `Continue as ${address}` })).toBeVisible();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL("/profile/credits");

  await context.clearCookies();
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link is not valid" })).toBeVisible();
});

test("an address leads to the same account each time, in upper or lower case", { tag: "@all" }, async ({
  page,
  context,
}) => {
  const address = newAddress();
  await confirmLink(page, await askForLink(page, address));
  const first = await balanceOf(context.request);
  await context.clearCookies();
  await confirmLink(page, await askForLink(page, address.toUpperCase()));
  expect(await balanceOf(context.request)).toEqual(first);
  await page.goto("/profile");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(address);
});

test("neither a GET nor a form from another site redeems an emailed link", async ({ page, request }) => {
  const link = new URL(await askForLink(page, newAddress()));
  const redeem = `/api/auth/callback/email${link.search}`;
  const got = await request.get(redeem, { maxRedirects: 0 });
  expect(got.status()).toBe(303);
  expect(got.headers().location).toContain("/sign-in/confirm?");
  const foreign = await request.post(redeem, { headers: { Origin: "https://evil.example" }, maxRedirects: 0 });
  expect(foreign.status()).toBe(403);
  expect(foreign.headers()["set-cookie"] ?? "").not.toContain("session-token");
  await confirmLink(page, link.href);
});

test("one click signs in as a demo user, without JavaScript too", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/");
  await page.getByRole("button", { name: "Sign in as Kenji" }).click();
  await expect(page).toHaveURL("/profile/credits");
  await page.goto("/");
  await expect(page).toHaveURL("/profile/credits");
  await context.close();
});

test("the session's cookie is unavailable to scripts and to other sites' forms", async ({ page, context }) => {
  await signInAsKenji(context.request);
  const cookie = (await context.cookies()).find(({ name }) => name.endsWith("authjs.session-token"));
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  await page.goto("/profile");
  expect(await page.evaluate(() => document.cookie)).not.toContain("session-token");
});

test("a forged host changes no link and no redirect", async ({ page, request, baseURL }) => {
  const forged = { Host: "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https" };
  for (const path of ["/api/auth/signin", "/api/auth/callback/email?token=a&email=b%40example.com"]) {
    const answer = await request.get(path, { headers: forged, maxRedirects: 0 });
    expect(JSON.stringify(answer.headersArray())).not.toContain("evil.example");
  }

  const address = newAddress();
  await sendForm(request, address, { ...forged, ...ownCaller() });
  expect(await readLink(page, address)).toContain(`${baseURL}/sign-in/confirm?`);

  const demo = await request.post("/api/demo/sign-in", {
    headers: { ...forged, Origin: origin },
    form: { person: "kenji" },
    maxRedirects: 0,
  });
  expect(demo.headers().location).toBe(`${baseURL}/profile/credits`);
});

test("signing in never redirects to another site", async ({ page, context, baseURL }) => {
  for (const next of ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]) {
    const answer = await context.request.post("/api/demo/sign-in", {
      headers: { Origin: origin },
      form: { person: "kenji", next },
      maxRedirects: 0,
    });
    expect(answer.headers().location).toBe(`${baseURL}/profile/credits`);
    await context.clearCookies();
  }
  const link = new URL(await askForLink(page, newAddress()));
  link.searchParams.set("next", "https://evil.example/");
  await confirmLink(page, link.href);
  await page.goto("/api/auth/signin/google?callbackUrl=https://evil.example/");
  await expect(page).toHaveURL(/^http:\/\/localhost:/);
});

test("a visitor of a signed-in page signs in first and then gets to it", async ({ page }) => {
  await page.goto("/profile");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fprofile$/);
  await page.getByRole("button", { name: "Sign in as Omar" }).click();
  await expect(page).toHaveURL("/profile");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Omar");
  await page.goto("/sign-in?next=%2Ftools");
  await expect(page).toHaveURL("/tools");
});

test("signing out ends the session, also for a copy of its cookie", async ({ page, context, playwright, baseURL }) => {
  await signInAsKenji(context.request);
  const copy = await playwright.request.newContext({ baseURL, storageState: await context.storageState() });
  expect((await copy.get("/api/v1/balance")).status()).toBe(200);
  await page.goto("/profile");
  await page.getByRole("main").getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page).toHaveURL("/");
  expect((await copy.get("/api/v1/balance")).status()).toBe(401);
  await copy.dispose();
});

test("a session that was ended elsewhere is signed out at its next request", async ({ browser }) => {
  const address = newAddress();
  const [one, other] = [await signInByMail(browser, address), await signInByMail(browser, address)];
  await other.goto("/profile/devices");
  await expect(other.getByText("This browser")).toBeVisible();
  await other.getByText("Sign out the other one").click();
  await other.getByRole("button", { name: "Sign it out" }).click();
  await expect(other.getByText("Sign out the other one")).toBeHidden();
  await one.goto("/profile");
  await expect(one).toHaveURL(/\/sign-in/);

  await other.getByText("Sign out everywhere", { exact: true }).click();
  await other.getByRole("button", { name: "Sign out everywhere now" }).click();
  await expect(other).toHaveURL("/");
});

test("the fourth link from one browser within 15 minutes is refused, and another browser gets its own", {
  tag: "@all",
}, async ({ page, context, request }) => {
  const address = newAddress();
  for (let turn = 0; turn < 3; turn += 1) expect(await sendForm(context.request, address, {})).toBe("/sign-in/sent");
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill(` ${address} `);
  await page.getByRole("button", { name: "Email me a link" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Too many requests" })).toHaveText(
    "Too many requests. Try again in 15 minutes.",
  );
  expect(await sendForm(request, address, ownCaller())).toBe("/sign-in/sent");
});

test("one caller gets five links to a mailbox, whatever forwarded address they claim", async ({
  playwright,
  baseURL,
}) => {
  const [address, caller] = [newAddress(), someAddress()];
  const asNewBrowser = async (headers: Record<string, string>) => {
    const request = await playwright.request.newContext({ baseURL });
    const answer = await sendForm(request, address, headers);
    await request.dispose();
    return answer;
  };
  // What a client writes before the trusted proxy's own entry counts for nothing.
  const claim = () => ({ "X-Forwarded-For": `${someAddress()}, ${caller}` });
  for (let turn = 0; turn < 5; turn += 1) expect(await asNewBrowser(claim())).toBe("/sign-in/sent");
  expect(await asNewBrowser(claim())).toContain("/sign-in?notice=limited");
  expect(await asNewBrowser(ownCaller())).toBe("/sign-in/sent");
});

test("an address with letters beyond ASCII signs in, however it is spelled", { tag: "@all" }, async ({ page }) => {
  const name = `j\u00fcrgen.${newAddress().split("@")[0]}`;
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill(`${name}@m\u00fcnchen.de`);
  await page.getByRole("button", { name: "Email me a link" }).click();
  await expect(page).toHaveURL("/sign-in/sent");
  const address = `${name}@xn--mnchen-3ya.de`;
  await confirmLink(page, await readLink(page, address));
  await page.goto("/profile");
  await expect(page.getByText(address).first()).toBeVisible();
});

test("the time zone of dates is stored, and can be changed", async ({ browser }) => {
  const context = await browser.newContext({ timezoneId: "Asia/Kathmandu" });
  await signInAsKenji(context.request);
  const page = await context.newPage();
  await page.goto("/profile");
  const zone = page.getByLabel("Time zone", { exact: true });
  await expect(zone).toHaveValue(/Kathmandu|Katmandu/);
  await zone.selectOption("Asia/Tokyo");
  await page.getByRole("button", { name: "Save time zone" }).click();
  await expect(page.getByText("Saved. Dates and times are now shown in Tokyo time.")).toBeVisible();
  await page.goto("/profile");
  await expect(zone).toHaveValue("Asia/Tokyo");
  await context.close();
});

/** Sends the form for a link as without JavaScript; returns the page that it leads to. */
async function sendForm(request: APIRequestContext, email: string, headers: Record<string, string>): Promise<string> {
  const page = await request.get("/sign-in");
  const html = await page.text();
  const beforeField = html.slice(0, html.indexOf('name="email"'));
  const action = beforeField.match(/\$ACTION_ID_[0-9a-f]+/g)?.at(-1) ?? "";
  const answer = await request.post("/sign-in", {
    headers: { Origin: new URL(page.url()).origin, ...headers },
    multipart: { [action]: "", email, next: "/profile/credits" },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(303);
  return answer.headers().location ?? "";
}

async function signInAsKenji(request: APIRequestContext): Promise<void> {
  const headers = { Origin: origin };
  const answer = await request.post("/api/demo/sign-in", { headers, form: { person: "kenji" }, maxRedirects: 0 });
  expect(answer.status()).toBe(303);
}

async function balanceOf(request: APIRequestContext): Promise<unknown> {
  const answer = await request.get("/api/v1/balance");
  expect(answer.status()).toBe(200);
  const { version, available } = await answer.json();
  return { version, available };
}
