import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { sampleCatalogue } from "#db/sample-catalogue.ts";
import { CatalogueFile } from "#lib/catalogue/catalogue-file.ts";
import { explainNoFeature, readFeature, readFeatureNames, readFeatures } from "#lib/catalogue/features.ts";
import { listPacks } from "#lib/catalogue/packs.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import { openAccount } from "#lib/people/open-account.ts";
import { makeQuote } from "#lib/spending/quote.ts";
import { spend } from "#lib/spending/spend.ts";
import { grantOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { runScript } from "#testing/run-script.ts";
import { runCatalogue } from "./catalogue/command.ts";
import { Problem } from "./launcher/problem.ts";

const { db, url, owner } = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), "purse-catalogue-"));
afterAll(() => rmSync(folder, { recursive: true }));
const sample = CatalogueFile.parse(sampleCatalogue);

test("an empty catalogue is reported, and init fills it once with the sample suite", async () => {
  expect((await run("show")).output).toBe("The catalogue is empty: run npx purse catalogue init\n");
  expect((await run("init")).output).toContain("+ pack pack-100: 100 credits for $4.99, never expire\n");
  expect(await readFeatures(db)).toMatchObject(sample.features.map(({ platforms: _, ...feature }) => feature));
  expect(await listPacks(db)).toEqual(sample.packs);
  const before = await table();
  expect(await run("init")).toMatchObject({ code: 0, output: "Nothing to change.\n" });
  expect(await run("init", "--from", file({ features: [], packs: [] }))).toMatchObject({
    code: 1,
    error: expect.stringContaining("not empty"),
  });
  expect(await table()).toEqual(before);
});

test("an exported file can be applied, and changes nothing", async () => {
  const { output } = await run("export");
  expect(CatalogueFile.parse(JSON.parse(output))).toEqual(sample);
  const before = await table();
  expect(await run("apply", file(JSON.parse(output)))).toMatchObject({ code: 0, output: "Nothing to change.\n" });
  expect(await table()).toEqual(before);
});

test("apply shows a diff first; without a terminal and without --yes nothing changes", async () => {
  const before = await table();
  const [first, ...features] = sample.features;
  const wanted = file({ features: [{ ...first, costPerUnit: 3 }, ...features], packs: sample.packs.slice(1) });
  const diff = "~ feature ai-script: price 2 → 3\n- pack pack-100: withdrawn\n";
  // As in a pipeline.
  expect(await runScript("catalogue", ["apply", wanted], { appUrl: url })).toMatchObject({
    code: 2,
    output: diff,
    error: expect.stringContaining("--yes"),
  });
  expect(await table()).toEqual(before);

  expect((await run("apply", wanted, "--yes")).output).toContain(diff);
  expect(await run("apply", wanted)).toMatchObject({ code: 0, output: "Nothing to change.\n" });
  expect((await readFeature(db, "ai-script"))?.costPerUnit).toBe(3);
  expect((await listPacks(db)).map(({ slug }) => slug)).toEqual(["pack-500", "pack-1200", "pack-3000"]);
  // Rows were added and none was touched.
  expect((await table()).prices).toEqual(expect.arrayContaining(before.prices));
  expect((await table()).packs).toEqual(expect.arrayContaining(before.packs));
  expect((await run("apply", file(sample), "--yes")).code).toBe(0);
  expect((await listPacks(db)).map(({ slug }) => slug)).toContain("pack-100");
});

test("a feature is added, edited, moved and retired, and an open quote keeps its price", async () => {
  const words = ["--name", "Voice over", "--description", "A voice.", "--unit", "minute", "--cost", "6"];
  expect((await run("feature", "add", "voice-over", ...words, "--mobile", "web")).output).toBe(
    '+ feature voice-over "Voice over": 6 per minute, desktop credits, mobile web\n',
  );
  expect(await run("feature", "add", "voice-over", ...words)).toMatchObject({ code: 1 });
  await run("feature", "edit", "voice-over", "--name", "Voice", "--position", "1");
  expect((await readFeatures(db))[0]).toMatchObject({ slug: "voice-over", name: "Voice", costPerUnit: 6 });

  const account = await newAccount();
  const quoted = await makeQuote(db, { account, feature: "voice-over", units: 2 });
  if (quoted.status !== "quoted") throw new Error(quoted.status);
  expect((await run("feature", "retire", "voice-over")).output).toContain("is no longer offered");
  expect((await readFeatures(db)).map(({ slug }) => slug)).not.toContain("voice-over");
  expect(await readFeatureNames(db)).toContainEqual({ slug: "voice-over", name: "Voice" });
  expect(await makeQuote(db, { account, feature: "voice-over", units: 2 })).toEqual({ status: "unknown-feature" });
  expect(await explainNoFeature(db, "voice-over")).toBe("is no longer offered");
  expect(await use(account, null)).toMatchObject({
    refusal: { slug: "invalid-request", path: "feature", message: "is no longer offered" },
  });
  expect(await use(account, quoted.quote.id)).toMatchObject({ status: "done", transaction: { amount: -12 } });
  expect((await run("show")).output).toContain('"Voice": retired');
  await run("price", "voice-over", "8");
  expect((await readFeature(db, "voice-over"))?.costPerUnit).toBe(8);
});

test("a pack keeps its currency, and a feature's position counts visible features only", async () => {
  await run("pack", "pack-euro", "40", "300", "--currency", "eur");
  await run("pack", "pack-euro", "40", "350", "--valid-days", "30");
  expect(await listPacks(db)).toContainEqual({
    slug: "pack-euro",
    credits: 40,
    amountCents: 350,
    currency: "eur",
    validDays: 30,
  });
  await run("feature", "retire", "ai-script");
  await run("feature", "edit", "smart-cutout", "--position", "2");
  expect((await readFeatures(db))[1]?.slug).toBe("smart-cutout");
  expect((await run("apply", file(sample), "--yes")).code).toBe(0);
});

test("apply warns about two packs with the same credits and price, and names scheduled rows", async () => {
  expect(await run("pack", "pack-twin", "100", "499")).toMatchObject({
    code: 0,
    error: "Warning: pack-100 and pack-twin sell the same credits for the same price.\n",
  });
  const twins = file({ ...sample, packs: [...sample.packs, { ...sample.packs[0], slug: "pack-one-more" }] });
  expect(await run("apply", twins)).toMatchObject({
    code: 2,
    error: expect.stringContaining("Warning: pack-100 and pack-one-more sell the same credits for the same price.\n"),
  });
  const from = "2999-01-01T00:00:00.000Z";
  await run("price", "ai-image", "9", "--from", from);
  await run("feature", "retire", "ai-script", "--from", from);
  const { error } = await run("apply", file(sample), "--yes");
  expect(error).toContain(`Scheduled: ai-image changes at ${from}`);
  expect((await run("show")).error).toContain(`Scheduled: ai-script changes at ${from}`);
});

test.each([
  [["apply"], "purse catalogue apply FILE"],
  [["apply", "one.json", "two.json"], '"two.json" is too much'],
  [["show", "packs"], '"packs" is too much'],
  [["pack", "pack-1", "100", "499", "--currency", "dollars"], "currency must be a currency's code"],
  [["price", "ai-script", "0"], "cost must be a whole number from 1 to 1000000."],
  [["price", "ai-script", "1.5"], "cost must be a whole number from 1 to 1000000."],
  [["price", "ai-script"], "cost is required."],
  [["price", "nothing-known", "7"], "There is no feature nothing-known."],
  [["price", "ai-script", "3", "--from", "2020-01-01T00:00:00Z"], "is past"],
  [["discount"], "purse catalogue price FEATURE COST"],
  [["price", "ai-script", "3", "--from", "soon"], "from must be an instant with its offset"],
  [["pack", "bad", "0", "5"], "credits must be a whole number from 1 to 1000000000."],
  [["pack", "bad", "5", "x"], "price must be a whole number from 1 to 100000000."],
  [["pack", "bad", "5", "5", "--valid-days", "0"], "valid-days must be a whole number from 1 to 3650."],
  [["plan", "add", "half"], "name is required."],
  [["plan", "add", "pro", "--name", "X", "--description", "X"], "There is a plan pro already"],
  [["plan", "price", "none", "month", "5", "5"], "There is no plan none."],
  [["plan", "price", "pro", "week", "5", "5"], "interval must be month or year."],
  [["plan", "price", "pro", "month", "5", "5", "--trial-credits", "5"], "trialCredits need trialDays"],
  [["plan", "retire", "pro", "--currency", "eur"], "Nothing of pro is sold like that."],
  [["pack", "A B", "5", "5"], "slug must be small letters, digits and hyphens, at most 40."],
  [["apply", "/nowhere.json"], "cannot be read"],
  [["feature", "add", "half"], "cost is required."],
  [["feature", "edit", "ai-image"], "feature edit SLUG"],
  [["feature", "edit", "nothing-known", "--name", "X"], "There is no feature nothing-known."],
  [["feature", "retire", "nothing-known"], "There is no feature nothing-known."],
  [
    ["feature", "add", "two-lines", "--name", "a\nb", "--description", "x", "--unit", "x", "--cost", "1"],
    "name must be plain text",
  ],
])("%j is refused with a reason, and changes nothing", async (words, says) => {
  const before = await table();
  const { code, error } = await run(...words);
  expect([code, error]).toEqual([1, expect.stringContaining(says)]);
  expect(error).not.toMatch(/\n\s+at /);
  expect(await table()).toEqual(before);
});

test("an invalid file is refused with the place of each error", async () => {
  const { code, error } = await run("apply", file({ features: [{ ...sample.features[0], costPerUnit: 0 }], packs: 3 }));
  expect(code).toBe(1);
  expect(error).toMatch(/features\.0\.costPerUnit: .*\n.*packs: /);
});

test("a plan is added, priced, edited and retired by rows, and a file does the same", async () => {
  expect((await run("plan", "add", "max", "--name", "Max", "--description", "More.")).output).toContain(
    '+ plan max "Max"\n',
  );
  expect((await run("plan", "price", "max", "month", "1999", "3000")).output).toContain(
    "+ plan max: $19.99 a month, 3,000 credits a month\n",
  );
  expect((await run("plan", "price", "max", "month", "2499", "3000", "--trial-days", "3")).output).toContain(
    "~ plan max: $19.99 a month, 3,000 credits a month → $24.99 a month, 3,000 credits a month, 3 days of trial with 0 credits\n",
  );
  await run("plan", "edit", "max", "--name", "Maximum");
  expect((await run("show")).output).toContain('"Maximum": $24.99 a month');
  const exported = CatalogueFile.parse(JSON.parse((await run("export")).output));
  expect((await run("apply", file(exported), "--yes")).output).toBe("Nothing to change.\n");
  expect((await run("plan", "retire", "max")).output).toContain("- plan max: no longer sold by the month in usd\n");
  expect((await run("show")).output).toContain('"Maximum": not sold');
  expect((await run("apply", file(exported), "--yes")).output).toContain("+ plan max: $24.99 a month");
  expect((await run("apply", file(sample), "--yes")).output).toContain("- plan max: no longer sold");
});

async function table() {
  return {
    plans: [...(await owner`select * from plans order by slug`)],
    planPrices: [...(await owner`select * from plan_prices order by plan, "interval", "from"`)],
    features: [...(await owner`select * from features order by slug`)],
    prices: [...(await owner`select * from feature_prices order by feature, "from"`)],
    packs: [...(await owner`select * from packs order by slug, "from"`)],
    places: [...(await owner`select * from feature_platforms order by feature, platform`)],
  };
}

function file(content: unknown): string {
  const path = join(folder, `${randomUUID()}.json`);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

async function newAccount() {
  const { id } = await openAccount(db, `${randomUUID()}@example.com`);
  await commitOne(db, grantOf(id, 100));
  return id;
}

async function use(account: string, quote: string | null) {
  const asked = { account, feature: "voice-over", units: 2, quote, reference: null };
  const request = requestKey("web", randomUUID(), { method: "POST", path: "/api/v1/spends", body: asked });
  return await spend(db, { ...asked, platform: "web", clientVersion: null, actor: "test", request });
}

/** Runs one call of the command in this process, and returns its output and exit code. */
async function run(...words: string[]) {
  const [output, error] = [vi.spyOn(console, "log"), vi.spyOn(console, "error")];
  for (const one of [output, error]) one.mockImplementation(() => undefined);
  const printed = ({ mock }: typeof output) => mock.calls.map((line) => `${line.join(" ")}\n`).join("");
  try {
    const code = await runCatalogue(db, words);
    return { code, output: printed(output), error: printed(error) };
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return { code: 1, output: printed(output), error: problem.message };
  } finally {
    vi.restoreAllMocks();
  }
}
