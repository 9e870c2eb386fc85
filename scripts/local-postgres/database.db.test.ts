import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { seedCatalogue } from "#db/seed-catalogue.ts";
import { testDatabase } from "#testing/database.ts";
import { checkDatabase, findEmptyCatalogue, hasDemoPeople, mayChangeHistory, prepareDemoDatabase } from "./database.ts";

const { db, url, ownerUrl, owner } = await testDatabase();

test("a demo uses a database only with the demo mark, which production refuses", async () => {
  await expect(checkDatabase({ url }, "demo")).rejects.toThrow("no demo mark");
  await expect(checkDatabase({ url }, "production")).rejects.toThrow("fsync off");
  await prepareDemoDatabase({ ownerUrl, appUrl: url });
  await expect(checkDatabase({ url }, "demo")).resolves.toEqual([
    expect.stringMatching(/^Database: connected to \S+ \(PostgreSQL [\d.a-z]+\)$/),
  ]);
  await expect(checkDatabase({ url }, "production")).rejects.toThrow("demo mark");
  expect(await hasDemoPeople(url)).toBe(false);
});

test("a role that could change history is distinguished from one that could not", async () => {
  expect(await mayChangeHistory(url)).toBe(false);
  expect(await mayChangeHistory(ownerUrl)).toBe(true);
});

test("a wrong DATABASE_DIRECT_URL is refused without printing its password", async () => {
  const refused = checkDatabase({ url, directUrl: "postgres://app:secret@localhost:1/purse" }, "demo");
  await expect(refused).rejects.toThrow(/localhost:1 does not answer .* check DATABASE_DIRECT_URL/);
  await expect(refused).rejects.not.toThrow("secret");
});

test("the owner's address is enough to migrate, and existing app roles get rights on new tables", async () => {
  await owner`revoke all on features from purse_app`;
  const { code, output, error } = migrateAlone();
  expect([code, error]).toEqual([0, ""]);
  expect(output).toContain("The database is up to date.");
  expect(output).toContain("purse_app");
  const [row] = await owner`select has_table_privilege('purse_app', 'features', 'select') as may`;
  expect(row?.may).toBe(true);
});

test("a role without its rights is reported with what to run", async () => {
  await owner`revoke usage on schema drizzle from purse_app`;
  await expect(checkDatabase({ url }, "production")).rejects.toThrow(
    /lacks its rights .* DATABASE_OWNER_URL and DATABASE_URL/,
  );
  await owner`grant usage on schema drizzle to purse_app`;
});

test("a database that a newer version has migrated is refused by the start and by db:migrate", async () => {
  const at = Date.parse("2099-01-31T00:00:00Z");
  await owner`insert into drizzle.__drizzle_migrations (hash, created_at) values ('of a newer version', ${at})`;
  const said = /knows migrations up to \d{4}_\w+: it has 1 more, the newest of 2099-01-31/;
  await expect(checkDatabase({ url }, "production")).rejects.toThrow(said);
  const { code, error } = migrateAlone();
  expect(code).toBe(1);
  expect(error).toMatch(said);
  expect(error.trim().split("\n")).toHaveLength(1);
  await owner`delete from drizzle.__drizzle_migrations where created_at = ${at}`;
});

test("a database that lacks a migration is refused in production with what to do", async () => {
  await owner`delete from drizzle.__drizzle_migrations`;
  await expect(checkDatabase({ url }, "production")).rejects.toThrow("npm run db:migrate");
});

test("an empty catalogue is reported in one line with what fills it, and a filled one is not", async () => {
  expect(await findEmptyCatalogue(url)).toMatch(/no features and no packs: run npx purse catalogue init/);
  await seedCatalogue(db);
  expect(await findEmptyCatalogue(url)).toBeNull();
});

test("a database that does not respond is reported without its password", async () => {
  const refused = checkDatabase({ url: "postgres://app:secret@localhost:1/purse" }, "production");
  await expect(refused).rejects.toThrow("localhost:1");
  await expect(refused).rejects.not.toThrow("secret");
});

/** As `DATABASE_OWNER_URL=… npm run db:migrate` does, with nothing else set. */
function migrateAlone() {
  const args = ["--conditions=react-server", "scripts/purse.ts", "migrate"];
  const env = {
    NODE_ENV: "test" as const,
    NODE_NO_WARNINGS: "1",
    PATH: process.env.PATH,
    DATABASE_OWNER_URL: ownerUrl,
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  return { code: status, output: stdout, error: stderr };
}
