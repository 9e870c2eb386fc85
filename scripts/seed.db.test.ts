import { randomUUID } from "node:crypto";
import { expect, test, vi } from "vitest";
import { demoPeople } from "#lib/demo/people.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { openAccount } from "#lib/people/open-account.ts";
import { grantOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { runCommand } from "#testing/run-command.ts";

const { db, url, owner, ownerUrl } = await testDatabase();
// Without a Stripe that could sell what the demonstration bought.
vi.stubEnv("STRIPE_API_BASE", "");
const seed = (...words: string[]) => runCommand("seed", words, { appUrl: url, ownerUrl });

test("only a database with the demo mark can be emptied and seeded", async () => {
  const { id } = await openAccount(db, `${randomUUID()}@example.com`);
  await commitOne(db, grantOf(id, 100));
  expect(await seed("--reset")).toMatchObject({
    code: 1,
    error: expect.stringContaining("no demo mark: it is not emptied"),
  });
  expect(await seed()).toMatchObject({ code: 1, error: expect.stringContaining("no demo mark: it is left alone") });
  expect(await readBalance(db, id)).toMatchObject({ version: 1, available: 100 });
  expect(await people()).toHaveLength(1);

  await owner`insert into demo_mark default values`;
  expect(await seed("--reset")).toMatchObject({
    code: 0,
    output: expect.stringContaining("Example, Mina, Omar, Kenji"),
  });
  expect(await readBalance(db, id)).toBeNull();
  expect(await people()).toHaveLength(demoPeople.length);
  expect((await seed()).output).toContain("all of them were there already");
});

function people() {
  return owner`select id from users`;
}
