import { expect, test } from "vitest";
import { seedCatalogue } from "#db/seed-catalogue.ts";
import { testDatabase } from "#testing/database.ts";
import { checkDatabase, findEmptyCatalogue, hasDemoPeople, mayChangeHistory, prepareDemoDatabase } from "./database.ts";

const { db, url, ownerUrl, owner } = await testDatabase();

test("a demo takes a database over only once it is marked, which production then refuses", async () => {
  await expect(checkDatabase(url, "demo")).rejects.toThrow("no demo mark");
  await expect(checkDatabase(url, "production")).rejects.toThrow("fsync off");
  await prepareDemoDatabase({ ownerUrl, appUrl: url });
  await expect(checkDatabase(url, "demo")).resolves.toBeUndefined();
  await expect(checkDatabase(url, "production")).rejects.toThrow("demo mark");
  expect(await hasDemoPeople(url)).toBe(false);
});

test("a role that could change history is told from one that could not", async () => {
  expect(await mayChangeHistory(url)).toBe(false);
  expect(await mayChangeHistory(ownerUrl)).toBe(true);
});

test("a database that lacks a migration is refused in production with what to do", async () => {
  await owner`delete from drizzle.__drizzle_migrations`;
  await expect(checkDatabase(url, "production")).rejects.toThrow("npm run db:migrate");
});

test("an empty catalogue is named in one line with what fills it, and a filled one is not", async () => {
  expect(await findEmptyCatalogue(url)).toMatch(/no features and no packs: run npm run catalogue -- init/);
  await seedCatalogue(db);
  expect(await findEmptyCatalogue(url)).toBeNull();
});

test("a database that does not answer is named without its password", async () => {
  const refused = checkDatabase("postgres://app:secret@localhost:1/purse", "production");
  await expect(refused).rejects.toThrow("localhost:1");
  await expect(refused).rejects.not.toThrow("secret");
});
