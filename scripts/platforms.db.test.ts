import { expect, test } from "vitest";
import { seedCatalogue } from "#db/seed-catalogue.ts";
import { testDatabase } from "#testing/database.ts";
import { runCommand } from "#testing/run-command.ts";

const { db, url, owner } = await testDatabase();
await seedCatalogue(db);

test("show prints the whole table: what each platform can do, and where every feature runs", async () => {
  const { code, output } = await run("show");
  expect(code).toBe(0);
  expect(output).toMatch(/^mobile +full from 11\.7\.0 +sees total, spends, does not buy$/m);
  expect(output).toMatch(/^background-removal +web credits +desktop credits +mobile on-device$/m);
  const [row] = await owner`select count(*)::int as features from features`;
  expect(output.match(/ web credits /g)).toHaveLength(row?.features);
});

test.each([
  [["set", "mobile", "full", "minimum", "3"], '"minimum 3" is too much'],
  [["set", "mobile", "minimum", "11.7.0", "extra"], '"extra" is too much'],
  [["set", "mobile", "minimum", "6..0"], '"6..0" is not a version, such as 11.8.0'],
  [["set", "mobile", "minimum", "06.0"], '"06.0" is not a version'],
  [["set", "mobile", "minimum"], "a version is missing"],
  [["set", "mobile", "on"], '"on" is not one of full, off, minimum'],
  [["set", "web", "off"], '"web" is not one of desktop, mobile'],
  [["set"], "a word is missing of desktop, mobile"],
  [["place", "background-removal", "mobile", "credits", "now"], '"now" is too much'],
  [["place", "background-removal", "watch", "web"], '"watch" is not one of web, desktop, mobile'],
  [["place", "Background", "mobile", "web"], '"Background" is not a feature\'s name'],
  [["return", "mobile", "add", "purse-x://credits", "purse-y://credits"], '"purse-y://credits" is too much'],
  [["return", "mobile", "remove", "purse-x://credits"], "purse-x://credits is not on the list of mobile"],
  [["show", "mobile"], '"mobile" is too much'],
  [["list"], 'Unknown subcommand "list"\npurse platforms show'],
])("%j is refused with a reason, and changes nothing", async (words, why) => {
  const before = await table();
  const { code, error } = await run(...words);
  expect([code, error]).toEqual([1, expect.stringContaining(why)]);
  expect(await table()).toEqual(before);
});

test("the minimum version, its removal and a feature's place can be changed", async () => {
  expect((await run("set", "mobile", "minimum", "11.8.0-rc.1")).output).toContain("from 11.8.0-rc.1");
  expect((await run("set", "mobile", "off")).output).toMatch(/^mobile +off /m);
  expect((await run("place", "background-removal", "mobile", "web")).output).toBe(
    "background-removal on mobile: web\n",
  );
  expect((await run("show")).output).toMatch(/^background-removal .* mobile web$/m);
});

async function table() {
  return [
    await owner`select * from platform_policies order by platform`,
    await owner`select * from feature_platforms order by feature, platform`,
  ];
}

function run(...words: string[]) {
  return runCommand("platforms", words, { appUrl: url });
}
