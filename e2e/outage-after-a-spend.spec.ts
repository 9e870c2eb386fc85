import type { Page } from "@playwright/test";
import type { AppServer } from "#testing/app-server.ts";
import { expect, newOwner, type Owner, test } from "./api/app.ts";

interface Outage {
  name: string;
  /** Takes something away while this runs. */
  during: (at: { server: AppServer; page: Page }, look: () => Promise<void>) => Promise<void>;
  /** Whether the stream is away too, which the page then says. */
  said: boolean;
  /** Where a run without `--all` looks; null where `coming-back.spec.ts` has the same outage. */
  usual: (typeof paths)[number] | null;
}

const paths = ["/profile/credits", "/profile/credits/history"] as const;

const outages: Outage[] = [
  { name: "the network goes", during: withoutNetwork, said: true, usual: paths[0] },
  { name: "a proxy answers 502 for the page", during: behindBadGateway, said: false, usual: paths[1] },
  { name: "another build answers", during: behindAnotherBuild, said: false, usual: paths[0] },
  { name: "the app is killed", during: ({ server }, look) => server.withoutApp("kill", look), said: true, usual: null },
  { name: "Postgres is stopped", during: ({ server }, look) => server.withoutDatabase(look), said: true, usual: null },
];

for (const { name, during, said, usual } of outages)
  for (const path of process.env.E2E_ALL ? paths : paths.filter((one) => one === usual))
    test(`${name} right after a spend: ${path} stays, and shows everything after the outage`, async ({
      server,
      stranger,
      page,
    }) => {
      const owner = await newOwner(server, stranger, { purchased: 100 });
      await openMarked(page, server.url + path, owner);
      const title = await page.getByRole("heading", { level: 1 }).innerText();
      await expect(linesOf(page)).toHaveCount(0);

      await owner.backend.spend({ feature: "smart-cutout" });
      // The page rereads itself 200 ms after the new number: the outage must start before that.
      await page.waitForFunction(() => document.querySelector("header")?.textContent.includes("95"));
      await during({ server, page }, async () => {
        if (said)
          await expect(chipOf(page)).toHaveAccessibleName(/^Credits: 95 available, (Reconnecting|Not connected\.)/);
        await page.waitForTimeout(1_500);
        await expect(page.getByRole("heading", { level: 1, name: title })).toBeAttached();
        await expect(page.locator("body")).toHaveAttribute("data-same-page", "yes");
      });
      await expect(linesOf(page)).toHaveCount(1);
      await expect(chipOf(page)).toHaveAccessibleName("Credits: 95 available, live");
      await expect(page.locator("body")).toHaveAttribute("data-same-page", "yes");
    });

test("connections are killed during spends, round after round: the page stays and has every line", {
  tag: "@all",
}, async ({ server, stranger, page }) => {
  const owner = await newOwner(server, stranger, { purchased: 100 });
  await openMarked(page, `${server.url}/profile/credits/history`, owner);
  await expect(linesOf(page)).toHaveCount(0);
  for (let round = 1; round <= 8; round += 1) {
    const key = `round-${round}`;
    const spend = () => owner.backend.spend({ feature: "smart-cutout" }, key);
    await expect.poll(async () => (await spend()).status).toBe(201);
    for (let kill = 0; kill < 4; kill += 1) {
      await server.superuser`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'purse_app'
        and query not ilike 'listen%' order by random() limit 2`;
      await page.waitForTimeout(100);
    }
    await expect(linesOf(page)).toHaveCount(round);
    await expect(page.locator("body")).toHaveAttribute("data-same-page", "yes");
  }
});

test("while the network is down a link waits, and works when it is back", async ({ server, stranger, page }) => {
  await openMarked(page, `${server.url}/profile/credits`, await newOwner(server, stranger, { purchased: 100 }));
  await page.context().setOffline(true);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "History" }).click();
  await page.waitForTimeout(1_000);
  await expect(page.getByRole("heading", { level: 1, name: "Credits" })).toBeAttached();
  await page.context().setOffline(false);
  await expect(page.getByRole("heading", { level: 1, name: "History" })).toBeAttached();
});

async function withoutNetwork({ page }: { page: Page }, look: () => Promise<void>): Promise<void> {
  await page.context().setOffline(true);
  await look().finally(() => page.context().setOffline(false));
}

async function behindBadGateway({ page }: { page: Page }, look: () => Promise<void>): Promise<void> {
  const isPage = (url: URL) => url.pathname.startsWith("/profile/credits");
  await page.route(isPage, (route) => route.fulfill({ status: 502, contentType: "text/html", body: "Bad gateway" }));
  await look().finally(() => page.unroute(isPage));
}

/** A page that is older than the server calls functions that the server does not know. */
async function behindAnotherBuild({ page }: { page: Page }, look: () => Promise<void>): Promise<void> {
  await page.route(
    (url) => url.pathname.startsWith("/profile/credits"),
    (route) =>
      route.request().method() === "POST"
        ? route.fulfill({ status: 404, headers: { "x-nextjs-action-not-found": "1" }, body: "Not found" })
        : route.continue(),
  );
  await look();
  await expect(linesOf(page)).toHaveCount(1);
}

/** Opens a page of a user with 100 credits, and marks it: a page that was reloaded has no mark. */
async function openMarked(page: Page, url: string, { web }: Owner): Promise<void> {
  const [name = "", value = ""] = (web.headers.Cookie ?? "").split("=");
  await page.context().addCookies([{ name, value, url: new URL(url).origin }]);
  await page.goto(url);
  await expect(chipOf(page)).toHaveAccessibleName("Credits: 100 available, live");
  await page.evaluate(() => document.body.setAttribute("data-same-page", "yes"));
}

/** The lines of the spends, in the history or among the latest. */
function linesOf(page: Page) {
  return page.getByRole("main").getByText("Smart cutout").filter({ visible: true });
}

function chipOf(page: Page) {
  return page.getByRole("banner").getByRole("link", { name: /^Credits: / });
}
