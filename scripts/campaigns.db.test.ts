import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { claim } from "#lib/campaigns/claim.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { spendOf } from "#testing/accounts.ts";
import { claimOf, newPerson, redemptionOf } from "#testing/campaigns.ts";
import { testDatabase } from "#testing/database.ts";
import { joinBy, settlePurchase } from "#testing/referrals.ts";
import { runCampaigns } from "./campaigns/command.ts";
import { Problem } from "./launcher/problem.ts";

const { db } = await testDatabase();
const because = ["--reason", "A test"];
const offer = ["--name", "Autumn", "--description", "Ten credits", "--amount", "10", "--valid-days", "14"];

test("an operator creates, pauses, edits and ends a campaign, and its record says who did what and why", async () => {
  expect((await run("list")).output).toContain("No campaigns yet.");
  const created = await run("create", "autumn", "--type", "offer", ...offer, "--budget", "25", ...because);
  expect(created).toMatchObject({ code: 0, output: expect.stringContaining("Gives      10 credits for 14 days") });
  expect((await run("create", "autumn", "--type", "offer", ...offer, ...because)).error).toContain("already");

  const [ada, ben] = [await newPerson(db), await newPerson(db)];
  await claim(db, claimOf(ada, "autumn"));
  await commitOne(db, spendOf(ada, 4));
  expect((await run("pause", "autumn", "--reason", "A mistake")).code).toBe(0);
  expect(await claim(db, claimOf(ben, "autumn"))).toMatchObject({ state: { status: "paused" } });
  expect((await run("resume", "autumn", ...because)).code).toBe(0);
  expect(await run("edit", "autumn", "--budget", "9", ...because)).toMatchObject({
    code: 1,
    error: expect.stringContaining("more than this limit or budget is claimed already"),
  });
  expect((await run("edit", "autumn", "--amount", "12", "--until", "none", ...because)).code).toBe(0);
  await claim(db, claimOf(ben, "autumn"));
  expect((await run("end", "autumn", "--reason", "Sold out")).code).toBe(0);
  expect((await run("end", "autumn", ...because)).error).toContain("autumn has ended already.");

  const { output } = await run("show", "autumn");
  expect(output).toContain("Claims     2 of any number");
  expect(output).toContain("Credits    22 granted: 4 used, 0 expired unused, 18 still open");
  expect(output).toContain("Budget     3 of 25 left");
  expect(output).toMatch(/ 1 {2}\S+ {2}operator:\S+ {2}"A test" {2}\{.*"amount":10/);
  expect(output).toMatch(/ 2 {2}\S+ {2}operator:\S+ {2}"A mistake" {2}\{"paused":true\}/);
  expect(output).toMatch(/ 5 {2}\S+ {2}operator:\S+ {2}"Sold out" {2}\{"endsAt":/);
  expect((await run("list")).output).toMatch(/^autumn +offer +ended .* 2 claims, 22 credits$/m);
  await expect(db.$client`delete from campaign_changes`).rejects.toThrow("permission denied");
});

test("10,000 codes are written once to a file, stored as hashes, and each can be redeemed", async () => {
  await run("create", "print", "--type", "code", ...offer, ...because);
  const file = join(mkdtempSync(join(tmpdir(), "purse-codes-")), "codes.txt");
  expect((await run("codes", "print", "--count", "10000", "--out", file, ...because)).code).toBe(0);
  const codes = readFileSync(file, "utf8").trim().split("\n");
  expect([new Set(codes).size, statSync(file).mode & 0o777]).toEqual([10_000, 0o600]);
  expect(await claim(db, redemptionOf(await newPerson(db), codes[4_711] ?? ""))).toMatchObject({ status: "claimed" });
  expect(await run("codes", "print", "--count", "5", "--out", file, ...because)).toMatchObject({ code: 1 });
  expect(readFileSync(file, "utf8").trim().split("\n")).toHaveLength(10_000);

  expect((await run("codes", "print", "--code", "SPRING-27", "--uses", "3", ...because)).code).toBe(0);
  expect((await run("codes", "print", "--code", "spring27", "--uses", "3", ...because)).error).toContain(
    "There is this code",
  );
  expect((await run("show", "print")).output).toContain("Codes      10001, redeemed 1 times");
});

test("an operator opens a referral, and sees what became of the friends", async () => {
  const terms = ["--referrer-amount", "40", "--per-month", "5"];
  const created = await run("create", "invite", "--type", "referral", ...offer, ...terms, ...because);
  expect(created.output).toContain(
    "to the friend after a first purchase; 40 to the referrer 14 days later, for 5 friends a month",
  );
  const referrer = await newPerson(db);
  const [friend] = [await joinBy(db, [referrer]), await joinBy(db, [referrer])];
  await settlePurchase(db, friend);
  const { output } = await run("show", "invite");
  expect(output).toContain("Friends    2 joined: 1 wait to qualify, 1 qualified and in the holding time, 0 rewarded");
  expect(output).toContain("Credits    10 granted: 0 used, 0 expired unused, 10 still open");
  expect((await run("edit", "invite", "--hold-days", "0", "--per-month", "none", ...because)).code).toBe(0);
  expect((await run("edit", "invite", "--per-person", "1", ...because)).error).toContain("no limit per person");
});

test.each([
  [["create", "x", "--type", "raffle", ...offer, ...because], "type must be"],
  [["create", "X!", "--type", "offer", ...offer, ...because], "slug must be a name"],
  [["create", "x", "--type", "offer", ...offer], "reason "],
  [["create", "x", "--type", "offer", "--amount", "10", ...because], "create needs --name"],
  [["create", "x", "--type", "offer", ...offer, "--amount", "0", ...because], "amount must be a whole number"],
  [["create", "x", "--type", "offer", ...offer, "--zone", "Europe/Atlantis", ...because], "zone must be a time zone"],
  [["create", "x", "--type", "offer", ...offer, "--week-bonus", "5", ...because], "only a check-in has a bonus"],
  [["create", "x", "--type", "offer", ...offer, "--until", "2020-01-01T00:00:00Z", ...because], "before it begins"],
  [["create", "x", "--type", "referral", ...offer, ...because], "a referral needs --referrer-amount"],
  [["create", "x", "--type", "offer", ...offer, "--referrer-amount", "5", ...because], "other campaigns have none"],
  [["create", "x", "--type", "offer", ...offer, "--hold-days", "366", ...because], "hold-days"],
  [["edit", "none", "--amount", "5", ...because], "There is no campaign none."],
  [["codes", "none", "--count", "5", ...because], "codes takes --count and --out"],
])("purse campaigns %j says %s", async (words, says) => {
  expect(await run(...words)).toMatchObject({ code: 1, error: expect.stringContaining(says) });
});

/** Runs a call in this process, and answers what it printed, or what was wrong. */
async function run(...words: string[]): Promise<{ code: number; output: string; error: string }> {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  try {
    await runCampaigns(db, words);
    return { code: 0, output: log.mock.calls.map(([line]) => `${line}\n`).join(""), error: "" };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { code: 1, output: "", error: error.message };
  } finally {
    log.mockRestore();
  }
}
