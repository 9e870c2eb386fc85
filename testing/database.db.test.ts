import { expect, test } from "vitest";
import { migrate, missingMigrations } from "#db/migrate.ts";
import { testDatabase } from "./database.ts";

const { db, owner, ownerUrl } = await testDatabase();

test("a file's database is migrated", async () => {
  await migrate(ownerUrl);
  expect(await missingMigrations(db.$client)).toEqual([]);
});

test.each([
  ["update", "update % set version = 1"],
  ["delete", "delete from %"],
  ["truncate", "truncate %"],
])("as the app's role, %s of history fails", async (right, template) => {
  for (const table of ["credit_transactions", "credit_entries"]) {
    await expect(db.$client.unsafe(template.replace("%", table))).rejects.toMatchObject({ code: "42501" });
    // Triggers refuse it for every role; the app's role also lacks the right.
    const [row] = await owner`select has_table_privilege('purse_app', ${table}, ${right}) as may`;
    expect(row?.may).toBe(false);
  }
});
