import { setTimeout as sleep } from "node:timers/promises";
import type { Locator, Page } from "@playwright/test";
import { done } from "#testing/api-client.ts";
import type { AppServer } from "#testing/app-server.ts";
import { followWithCurl, followWithEventSource, type StreamReader } from "#testing/stream-readers.ts";
import { expect, newDevice, newOwner, type Owner, test } from "./api/app.ts";

/** How Postgres and the app end, one after the other: killed, and with `--all` also asked to. */
const ends = process.env.E2E_ALL ? (["stop", "kill"] as const) : (["kill"] as const);

test("LISTEN, Postgres and the app are killed in turn: EventSource, curl, web, desktop and phone all recover", async ({
  server,
  another,
  stranger,
  page,
  context,
}) => {
  const owner = await newOwner(server, stranger, { purchased: 1_000 });
  const elsewhere = owner.backend.at(another.url);
  const readers = [
    followWithEventSource(server.url, await device(server, owner, "desktop", "6.2")),
    followWithCurl(server.url, await device(server, owner, "mobile", "12.0")),
  ];
  const credits = await openSignedIn(page, server, owner);
  const lab = await openLab(await context.newPage(), server);
  const shown = await recordNumbers(lab);
  let available = 1_000;
  const converge = async () => {
    for (const { name, brought } of readers) await expect.poll(() => brought.at(-1)?.available, name).toBe(available);
    const live = `Credits: ${available.toLocaleString("en")} available, live`;
    await expect(chipOf(credits)).toHaveAccessibleName(live);
    for (const place of placesOf(lab)) await expect(place).toContainText(available.toLocaleString("en"));
    await expect(lab.getByText("Same on all your devices")).toBeVisible();
    await expect(latestOf(credits)).toContainText(available.toLocaleString("en"));
  };
  const spend = async () => {
    // The other process has lost its connections too: until it has new ones, it responds with 503.
    for (let answer = await elsewhere.spend({ feature: "ai-portrait-animation" }, `to ${available - 25}`); ; ) {
      if (answer.status !== 503) {
        done(answer);
        available -= 25;
        return;
      }
      await sleep(100);
      answer = await elsewhere.spend({ feature: "ai-portrait-animation" }, `to ${available - 25}`);
    }
  };
  await converge();

  const killed = await server.superuser`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'purse-listen'`;
  expect(killed.length).toBeGreaterThanOrEqual(2);
  await spend();
  await converge();
  const lateHeaders = await device(server, owner, "desktop", "6.2");
  const late: StreamReader[] = [];
  // The tests' database confirms writes before they are on the disk: what was just written must outlive the kill.
  await server.superuser`checkpoint`;
  for (const end of ends) {
    await server.withoutDatabase(async () => {
      const reader = followWithEventSource(server.url, lateHeaders);
      late.push(reader);
      await expect.poll(() => reader.tries.length).toBeGreaterThan(0);
      await expect(chipOf(credits)).toHaveAccessibleName(/Reconnecting$/);
      for (const place of placesOf(lab)) await expect(place).toContainText(available.toLocaleString("en"));
    }, end);
    await spend();
    await converge();
  }
  // One that was opened during the outage has retried, though 503 would have been final for it.
  for (const reader of late) {
    await expect.poll(() => reader.gaveUpAt() ?? reader.brought.at(-1)?.available).toBe(available);
    await reader.close();
  }
  // So far no other client had to reconnect: the streams themselves were kept.
  expect(readers.map(({ tries }) => tries.length)).toEqual([1, 1]);

  for (const end of ends) {
    await server.withoutApp(end, async () => {
      await spend();
      await expect(chipOf(credits)).toHaveAccessibleName(/Reconnecting$/);
    });
    await converge();
  }

  for (const { name, brought, tries, gaveUpAt } of readers) {
    const versions = brought.map(({ version }) => version);
    expect(versions, name).toEqual(versions.toSorted((a, b) => a - b));
    expect(
      brought.map(({ id }) => id),
      name,
    ).toEqual(versions.map(String));
    expect(tries.length, name).toBeGreaterThanOrEqual(1 + ends.length);
    expect(gaveUpAt(), name).toBeNull();
  }
  // The library sends its last event id; the present state comes, whatever that was.
  expect(readers[0]?.tries.filter((id) => id !== null).length).toBeGreaterThanOrEqual(ends.length);
  for (const numbers of await shown()) expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
  for (const each of [credits, lab]) await expect(each.locator("body")).toHaveAttribute("data-same-page", "yes");
  for (const reader of readers) await reader.close();
});

test("an EventSource whose device is signed out gets one 401, and stops reconnecting", async ({ server, stranger }) => {
  const owner = await newOwner(server, stranger, { purchased: 7 });
  const headers = await device(server, owner, "desktop", "6.2");
  const reader = followWithEventSource(server.url, headers);
  await expect.poll(() => reader.brought.length).toBe(1);
  expect((await stranger.as(headers).ask({ method: "DELETE", path: "/api/v1/session" })).status).toBe(204);
  await expect.poll(reader.gaveUpAt).toBe(401);
  expect(reader.tries).toEqual([null, "1"]);
  await reader.close();
});

async function device(server: AppServer, { account, web }: Owner, platform: "desktop" | "mobile", version: string) {
  return (await newDevice(server, web, { account, platform, version })).headers;
}

async function openSignedIn(page: Page, server: AppServer, { web }: Owner): Promise<Page> {
  const [name = "", value = ""] = (web.headers.Cookie ?? "").split("=");
  await page.context().addCookies([{ name, value, url: server.url }]);
  await page.goto(`${server.url}/profile/credits`);
  await page.evaluate(() => document.body.setAttribute("data-same-page", "yes"));
  return page;
}

async function openLab(page: Page, server: AppServer): Promise<Page> {
  await page.goto(`${server.url}/devices-lab`);
  await expect(page.getByText("Same on all your devices")).toBeVisible();
  await page.evaluate(() => document.body.setAttribute("data-same-page", "yes"));
  return page;
}

function chipOf(page: Page): Locator {
  return page.getByRole("banner").getByRole("link", { name: /^Credits: / });
}

/** Where web, desktop and phone of the lab show the number. */
function placesOf(lab: Page): Locator[] {
  return [
    lab
      .getByRole("region", { name: /^Web: / })
      .getByRole("paragraph")
      .filter({ hasText: /^[\d,]+/ }),
    lab.getByRole("region", { name: /^Desktop / }).getByRole("button", { name: /^Profile/ }),
    lab
      .getByRole("region", { name: /^Mobile / })
      .getByRole("paragraph")
      .filter({ hasText: /^[\d,]+$/ }),
  ];
}

/** The newest line of the history on the page Credits, with the balance after it. */
function latestOf(credits: Page): Locator {
  return credits.getByRole("table", { name: "Latest" }).getByRole("row").nth(1);
}

/** Records every number that web, desktop and phone of the lab show; returns how to read them, place by place. */
async function recordNumbers(lab: Page): Promise<() => Promise<number[][]>> {
  const places = await Promise.all(placesOf(lab).map((place) => place.elementHandle()));
  const seen = await lab.evaluateHandle(
    (elements) =>
      elements.map((element) => {
        const numbers: number[] = [];
        const read = () => numbers.push(Number(element?.textContent.replaceAll(",", "").match(/\d+/)?.[0]));
        read();
        if (element)
          new MutationObserver(read).observe(element, { characterData: true, childList: true, subtree: true });
        return numbers;
      }),
    places,
  );
  return () => seen.jsonValue();
}
