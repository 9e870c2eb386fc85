import fc from "fast-check";
import { expect, test } from "vitest";
import { hasOtherAccount } from "#db/queries/campaigns/mailboxes.ts";
import { newPerson } from "#testing/campaigns.ts";
import { testDatabase } from "#testing/database.ts";
import { seeded } from "#testing/seed.ts";
import { normaliseMailbox } from "./mailbox.ts";

const { db } = await testDatabase();

const part = fc.string({ unit: fc.constantFrom("a", "B", ".", "+", "1", "é"), minLength: 1, maxLength: 8 });
const address = fc
  .tuple(fc.uuid(), part, fc.constantFrom("gmail.com", "GoogleMail.com", "Example.com"))
  .map(([id, name, domain]) => `${name}${id}@${domain}`);

test("an account is found by its mailbox in the database as the rules spell it, and never by itself", async () => {
  await fc.assert(
    fc.asyncProperty(address, async (email) => {
      const account = await newPerson(db, { email });
      const mailbox = normaliseMailbox(email);
      const find = (other: string, name: string) =>
        db.transaction((tx) => hasOtherAccount(tx, { account: other, mailbox: name }));
      expect(await find(crypto.randomUUID(), mailbox)).toBe(true);
      expect(await find(account, `${mailbox}x`)).toBe(false);
    }),
    seeded(40),
  );
});
