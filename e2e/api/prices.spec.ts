import type { AppServer } from "#testing/app-server.ts";
import { expect, test } from "./app.ts";

test("every number on the page of prices is the catalogue's, and follows it", async ({ server }) => {
  expect(await numbersOn(server, "/prices")).toEqual(await catalogueNumbers(server));
  await server.purse("catalogue", "price", "ai-script", "7");
  await server.purse("catalogue", "pack", "pack-500", "555", "2345", "--valid-days", "77");
  const changed = await numbersOn(server, "/prices");
  const shouldBe = await catalogueNumbers(server);
  // The other tests of this server know the demonstration's prices.
  await server.purse("catalogue", "price", "ai-script", "2");
  await server.purse("catalogue", "pack", "pack-500", "500", "1999");
  expect(changed).toEqual(shouldBe);
  expect(changed).toEqual(expect.arrayContaining(["7", "555", "23.45", "77"]));
});

test("the rules in public have the numbers that the ledger uses", async ({ server }) => {
  // Hours after a month and days after a grant of plan credits; days of returned credits; minutes of a price; hours of a hold
  // and of results; days again; the oldest versions of the apps. The example stands before them.
  const policies = await server.owner`select minimum_version as version from platform_policies
    where minimum_version is not null order by platform`;
  const versions = policies.flatMap(({ version }) => String(version).match(/\d+(?:\.\d+)*/g) ?? []);
  const rules = (await numbersOn(server, "/how-credits-work", "expiry")).map(String);
  expect(rules).toEqual(["6", "7", "7", "5", "24", "24", "7", ...versions].toSorted());
});

test("the example in public takes what a real use takes", async ({ server }) => {
  const example = async (query: string) => await textOf(server, `/how-credits-work${query}`);
  expect(await example("")).toMatch(/1 Subscription −20 0 left 2 Activity −5 10 left 3 Purchased none 100 left/);
  expect(await example("?subscription=0&activity=4&purchased=9&cost=5")).toMatch(
    /Subscription none 0 left 2 Activity −4 0 left 3 Purchased −1 8 left/,
  );
  expect(await example("?cost=200")).toContain("Nothing is taken: 65 credits are missing.");
});

/** The text of a page's main part, as a screen reader has it; from the element with this id on. */
async function textOf({ url }: AppServer, path: string, from?: string): Promise<string> {
  const html = await (await fetch(url + path)).text();
  const main = /<main[^>]*>(.*)<\/main>/s.exec(html)?.[1] ?? "";
  const part = from === undefined ? main : main.slice(main.indexOf(`id="${from}"`) + from.length + 5);
  return part
    .replace(/<(script|style)\b.*?<\/\1>/gs, " ")
    .replace(/<!--.*?-->/g, "")
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&#x27;", "'")
    .replace(/\s+/g, " ");
}

async function numbersOn(server: AppServer, path: string, from?: string): Promise<string[]> {
  const text = await textOf(server, path, from);
  return (text.replaceAll(/(\d),(?=\d{3})/g, "$1").match(/\d+(?:\.\d+)*/g) ?? []).toSorted();
}

/** What the page shows, by the tables alone: the words around the numbers have none. */
async function catalogueNumbers({ owner }: AppServer): Promise<string[]> {
  const features = await owner`select distinct on (feature) cost_per_unit as cost, retired_at from feature_prices
    where "from" <= now() order by feature, "from" desc`;
  const packs =
    await owner`select distinct on (slug) credits, amount_cents as cents, valid_days, withdrawn_at from packs
    where "from" <= now() order by slug, "from" desc`;
  const plans =
    await owner`select distinct on (plan, interval) interval, amount_cents as cents, credits_per_month as credits,
    trial_days, trial_credits from plan_prices where "from" <= now() order by plan, interval, "from" desc`;
  const campaigns =
    await owner`select amount, valid_days, name, description, referrer_amount, to_char(ends_at - interval '1 minute', 'FMDD HH24 MI') as ends
    from campaigns where type <> 'code' and audience = 'everyone' and not paused and begins_at <= now()
    and (ends_at is null or ends_at > now()) and (limit_in_all is null or claims < limit_in_all)
    and (budget is null or credits_claimed + amount <= budget)`;
  const money = (cents: number) => (Number(cents) / 100).toFixed(2);
  return [
    ...features.filter(({ retired_at }) => retired_at === null).map(({ cost }) => String(cost)),
    // The heading of a column says what the price is for.
    "100",
    "100",
    ...packs
      .filter(({ withdrawn_at }) => withdrawn_at === null)
      .flatMap(({ credits, cents, valid_days }) => [
        String(credits),
        money(cents),
        money((cents * 100) / Number(credits)),
        ...(valid_days === null ? [] : [String(valid_days)]),
      ]),
    ...plans.flatMap(({ interval, cents, credits, trial_days, trial_credits }) => [
      String(credits),
      money(cents),
      money((cents * 100) / (Number(credits) * (interval === "year" ? 12 : 1))),
      ...(trial_days > 0 ? [String(trial_days), String(trial_credits)] : []),
    ]),
    ...campaigns.flatMap(({ amount, referrer_amount, valid_days, ends }) => [
      String(amount),
      ...(referrer_amount === null ? [] : [String(referrer_amount)]),
      String(valid_days),
      ...(ends === null ? [] : String(ends).split(" ")),
    ]),
  ].toSorted();
}
