import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { testDatabase } from "#testing/database.ts";
import { readConfirmation, saveConfirmation } from "./confirmation.ts";
import { openAccount } from "./open-account.ts";

const { db } = await testDatabase();

test("a person is asked above 10 credits and before purchased ones, until they set it otherwise", async () => {
  const [person, other] = [await openAccount(db, address()), await openAccount(db, address())];
  expect(await readConfirmation(db, person.id)).toEqual({ above: 10, purchased: true });
  await saveConfirmation(db, person.id, { above: 50, purchased: false });
  expect(await readConfirmation(db, person.id)).toEqual({ above: 50, purchased: false });
  expect(await readConfirmation(db, other.id)).toEqual({ above: 10, purchased: true });
});

function address() {
  return `${randomUUID()}@example.com`;
}
