import { setTimeout as sleep } from "node:timers/promises";
import { done } from "#testing/api-client.ts";
import { followBalance } from "#testing/balance-events.ts";
import { countLines, expect, grantOf, newOwner, test } from "./app.ts";

test("an expiry shows on a stream and on an open page from its instant on, even before it is booked", {
  tag: "@all",
}, async ({ server, stranger, page }) => {
  const { account, web, backend } = await newOwner(server, stranger, { purchased: 100 });
  const [name = "", value = ""] = web.headers.Cookie?.split("=") ?? [];
  await page.context().addCookies([{ name, value, url: server.url }]);
  await page.goto(`${server.url}/profile/credits`);
  const chip = page.getByRole("banner").getByRole("link", { name: /^Credits: / });
  await expect(chip).toHaveAccessibleName("Credits: 100 available, live");
  const ends = new Date(Date.now() + 8_000);
  done(await backend.grant(grantOf("activity", 5, { expiresAt: ends.toISOString() })));
  await expect(chip).toHaveAccessibleName("Credits: 105 available, live");
  const stream = await followBalance(web);
  await stream.next(({ available }) => available === 105);
  const lines = await countLines(server, account);

  await server.owner.begin(async (tx) => {
    // Booking needs the account's lock, and cannot get it.
    await tx`select from credit_accounts where id = ${account} for no key update`;
    await sleep(ends.getTime() - Date.now());
    const { balance, at } = await stream.next(({ available }) => available === 100);
    expect(at).toBeGreaterThanOrEqual(ends.getTime());
    expect(balance).toMatchObject({ version: lines, byKind: { activity: 0 }, nextExpiry: null });
    await expect(chip).toHaveAccessibleName("Credits: 100 available, live");
    const kinds = page.getByRole("region", { name: "Available now" }).getByRole("listitem");
    await expect(kinds).toHaveText([/Subscription.*0$/, /Activity.*0$/, /Purchased.*100$/]);
    expect(await countLines(server, account)).toBe(lines);
  });

  // Once it can be booked it is, and that changes nothing that is shown.
  await expect.poll(() => countLines(server, account)).toBe(lines + 1);
  expect((await stream.next()).balance).toMatchObject({ version: lines + 1, available: 100 });
  stream.close();
});
