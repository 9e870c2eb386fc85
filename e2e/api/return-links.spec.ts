import { z } from "zod";
import { type ApiClient, done } from "#testing/api-client.ts";
import { runCommand } from "#testing/run-command.ts";
import { expect, newDevice, newOwner, test } from "./app.ts";
import { changePlatforms, get, post, script, setMobile, usualMobile } from "./device-calls.ts";

const usual = "purse-desktop://credits";
const universal = "https://purse.example.com/app/credits";

for (const platform of ["desktop", "mobile"] as const) {
  test(`every refusal that sends ${platform} to the web has the page and the return link`, async ({
    server,
    stranger,
  }) => {
    const { account } = await newOwner(server, stranger, { purchased: 1 });
    const version = platform === "desktop" ? "6.2" : "12";
    const app = await newDevice(server, stranger, { account, platform, version });
    const places = await askedPlaces(app);
    const store = `${server.url}/profile/credits/store`;
    const billing = `${server.url}/profile/billing`;
    expect(places.pages.map(([name, url]) => [name, url.replace(/[?&]return=.*/, "")])).toEqual([
      ["credits", `${server.url}/profile/credits`],
      ["history", `${server.url}/profile/credits/history`],
      ["devices", `${server.url}/profile/devices`],
      ["buy", store],
      ["plan", `${store}/plans`],
      ["cancel", billing],
      ["portal", billing],
      ["refund", billing],
    ]);
    expect(places.all).toHaveLength(8 + 6 + 5);
    for (const url of places.all) {
      expect([url, ...new URL(url).searchParams.getAll("return")]).toEqual([url, `purse-${platform}://credits`]);
      expect(new URL(url).origin).toBe(server.url);
    }
    expect(queryOf(places.lacking)).toMatchObject({ need: "24", pack: "pack-100", feature: "ai-portrait-animation" });
  });
}

test("an app can name another return link on its platform's list, from the call after an operator added it", async ({
  server,
  stranger,
}) => {
  const { account } = await newOwner(server, stranger);
  const desktop = await newDevice(server, stranger, { account, platform: "desktop", version: "6.2" });
  const mobile = await newDevice(server, stranger, { account, platform: "mobile", version: "12" });
  expect(await returnLinkOf(desktop, universal)).toBeNull();
  await changePlatforms(server, ["return", "desktop", "add", universal]);
  try {
    expect(await returnLinkOf(desktop, universal)).toBe(universal);
    expect(await returnLinkOf(desktop, usual)).toBe(usual);
    expect(await returnLinkOf(desktop)).toBe(usual);
    expect(await returnLinkOf(mobile, universal)).toBeNull();
  } finally {
    await changePlatforms(server, ["return", "desktop", "remove", universal]);
  }
  expect(await returnLinkOf(desktop, universal)).toBeNull();
});

test("a return link that is not exactly on the list is ignored, and the request is not refused for it", async ({
  server,
  stranger,
}) => {
  const { account } = await newOwner(server, stranger, { purchased: 100 });
  const desktop = await newDevice(server, stranger, { account, platform: "desktop", version: "6.2" });
  for (const named of [
    "",
    "credits",
    "/profile",
    "//evil.example",
    "https://evil.example",
    `${server.url}@evil.example`,
    server.url,
    `${server.url}/devices-lab`,
    `${server.url}/devices-lab#lab-mobile`,
    "javascript:alert(1)",
    "javascript://credits/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "purse-mobile://credits",
    "purse-desktop://credits/",
    "purse-desktop://credits/../evil",
    "purse-desktop://credits?next=https://evil.example",
    "purse-desktop://credits#evil",
    "purse-desktop:%2F%2Fcredits",
    "purse-desktop%3A%2F%2Fcredits",
    "PURSE-DESKTOP://credits",
    "purse-desktop2://credits",
    `${usual}, ${usual}`,
    `${usual}${"x".repeat(4_000)}`,
  ]) {
    expect([named, await returnLinkOf(desktop, named)]).toEqual([named, null]);
  }
  const spent = await desktop
    .as({ ...desktop.headers, "Credits-Return": "https://evil.example" })
    .ask(post("/api/v1/spends", script));
  expect(spent.status).toBe(201);
});

test("an address that opens no app cannot be added to the list, and is ignored if it got there otherwise", async ({
  server,
  stranger,
}) => {
  const { account } = await newOwner(server, stranger);
  const mobile = await newDevice(server, stranger, { account, platform: "mobile", version: "12" });
  await server.owner`update platform_policies set return_addresses = '{javascript:alert(1)}' where platform = 'mobile'`;
  expect(await returnLinkOf(mobile, "javascript:alert(1)")).toBeNull();
  expect(await returnLinkOf(mobile)).not.toContain("javascript");
  await server.owner`update platform_policies set return_addresses = '{purse-mobile://credits}' where platform = 'mobile'`;
  const words = ["return", "mobile", "add", "javascript:alert(1)"];
  const { code, error } = await runCommand("platforms", words, { appUrl: server.databaseUrl });
  expect([code, error]).toEqual([1, expect.stringContaining("is not an address of an app")]);
});

test("an app that is too old or switched off gets the page and the return link like any other", async ({
  server,
  stranger,
}) => {
  const { account } = await newOwner(server, stranger);
  const old = await newDevice(server, stranger, { account, platform: "mobile", version: "11.6.9" });
  const balance = await old.ask(get("/api/v1/balance"));
  expect([balance.status, returnOf(balance.problem)]).toEqual([426, "purse-mobile://credits"]);
  expect(await returnLinkOf(old)).toBe("purse-mobile://credits");
  await setMobile(server, { access: "off" });
  const off = await newDevice(server, stranger, { account, platform: "mobile", version: "12" });
  const refused = await off.ask(get("/api/v1/balance"));
  expect([refused.status, returnOf(refused.problem)]).toEqual([403, "purse-mobile://credits"]);
  expect(await returnLinkOf(off)).toBe("purse-mobile://credits");
  await setMobile(server, usualMobile);
});

test("browsers and product back ends get the pages without a return link, and cannot ask for one", async ({
  server,
  stranger,
}) => {
  const { web, backend } = await newOwner(server, stranger);
  for (const api of [web, backend]) expect(await returnLinkOf(api, usual)).toBeNull();
});

const Pages = z.object({ webPages: z.record(z.string(), z.string()) });
const Features = z.object({ features: z.array(z.object({ webUrl: z.string() })) });
const Told = z.object({ webUrl: z.string() });

/** Every URL that an app is given: the pages by name, and all of them with those of features and refusals. */
async function askedPlaces(app: ApiClient) {
  const { webPages } = Pages.parse(done(await app.ask(get("/api/v1/web-pages"))));
  const { features } = Features.parse(done(await app.ask(get("/api/v1/features"))));
  const refused = [];
  for (const call of [
    post("/api/v1/spends", { feature: "ai-portrait-animation" }),
    post("/api/v1/runs", { feature: "ai-portrait-animation", input: { sample: "edda" } }),
    post("/api/v1/checkouts", { pack: "pack-500" }),
    post("/api/v1/spends/1/refunds", { reason: "A test" }),
    get("/api/v1/transactions"),
  ]) {
    refused.push(Told.parse((await app.ask(call)).problem).webUrl);
  }
  const pages = Object.entries(webPages);
  const all = [...pages.map(([, url]) => url), ...features.map(({ webUrl }) => webUrl), ...refused];
  return { pages, all, lacking: refused[0] ?? "" };
}

/** The return link that an app gets when it asks for this one, or none. */
async function returnLinkOf(app: ApiClient, named?: string): Promise<string | null> {
  const headers = named === undefined ? app.headers : { ...app.headers, "Credits-Return": named };
  const { webPages } = Pages.parse(done(await app.as(headers).ask(get("/api/v1/web-pages"))));
  return new URL(webPages.buy ?? "").searchParams.get("return");
}

function returnOf(problem: unknown): string | null {
  return new URL(Told.parse(problem).webUrl).searchParams.get("return");
}

function queryOf(url: string): Record<string, string> {
  return Object.fromEntries(new URL(url).searchParams);
}
