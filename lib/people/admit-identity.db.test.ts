import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { readMethods } from "#db/queries/people/users.ts";
import { testDatabase } from "#testing/database.ts";
import { type Arrival, admitIdentity } from "./admit-identity.ts";
import { provePerson } from "./prove-person.ts";

const { db, owner } = await testDatabase();

test("unverified OAuth first, the owner by email second: the first is removed", async () => {
  const address = newAddress();
  const intruder = arrival({ verified: [], claimed: address });
  expect(await admitIdentity(db, intruder)).toEqual({ status: "unverified", claimed: address });
  expect(await people(address)).toHaveLength(0);

  const userId = await provePerson(db, { address, name: null, identity: null });
  expect(await admitIdentity(db, intruder)).toEqual({ status: "unverified", claimed: address });
  expect(await readMethods(db, userId)).toEqual([]);
});

test("what another user created under an address is deleted when its owner first verifies it", async () => {
  const address = newAddress();
  const [made] = await owner`insert into users (email) values (${address}) returning id`;
  await owner`insert into credit_accounts (id) values (${made?.id})`;
  await owner`insert into sign_in_methods (user_id, type, provider, provider_account_id) values (${made?.id}, 'oidc', 'google', ${address})`;
  await owner`insert into sessions (session_token, user_id, expires) values (${address}, ${made?.id}, now() + interval '1 day')`;

  expect(await provePerson(db, { address, name: null, identity: null })).toBe(made?.id);
  expect(await readMethods(db, made?.id)).toEqual([]);
  expect(await owner`select from sessions where user_id = ${made?.id}`).toHaveLength(0);

  // Only the first verification does that: what is created afterwards is the owner's own.
  const theirs = arrival({ verified: [address] });
  await admitIdentity(db, theirs);
  await provePerson(db, { address, name: null, identity: null });
  expect(await readMethods(db, made?.id)).toEqual([{ provider: "google" }]);
});

test("a verified address creates a user, with a credit account of the same id, and links the identity", async () => {
  const address = newAddress();
  const admission = await admitIdentity(db, arrival({ verified: [address] }));
  const [person] = await people(address);
  expect(admission).toEqual({ status: "admitted", userId: person?.id });
  expect(person?.email_verified).not.toBeNull();
  expect(await owner`select from credit_accounts where id = ${person?.id}`).toHaveLength(1);
});

test("a verified address in another case belongs to the same user: no second, empty account", async () => {
  const address = newAddress();
  const userId = await provePerson(db, { address, name: null, identity: null });
  const loud = arrival({ verified: [address.toUpperCase()] });
  expect(await admitIdentity(db, loud)).toEqual({ status: "admitted", userId });
  expect(await readMethods(db, userId)).toEqual([{ provider: "google" }]);
});

test("of several verified addresses, the one that has an account counts", async () => {
  const [work, home] = [newAddress(), newAddress()];
  const userId = await provePerson(db, { address: home, name: null, identity: null });
  expect(await admitIdentity(db, arrival({ verified: [work, home] }))).toEqual({ status: "admitted", userId });
  expect(await people(work)).toHaveLength(0);
});

test("an unverified address never links to the user who has it", async () => {
  const address = newAddress();
  const userId = await provePerson(db, { address, name: null, identity: null });
  const stranger = arrival({ verified: [], claimed: address });
  expect(await admitIdentity(db, stranger)).toEqual({ status: "unverified", claimed: address });
  expect(await admitIdentity(db, { ...stranger, signedInAs: userId })).toEqual({
    status: "unverified",
    claimed: address,
  });
  expect(await readMethods(db, userId)).toEqual([]);
});

test("without an address no user is created", async () => {
  const before = await owner`select count(*) from users`;
  expect(await admitIdentity(db, arrival({ verified: [], claimed: null }))).toEqual({
    status: "unverified",
    claimed: null,
  });
  expect(await owner`select count(*) from users`).toEqual(before);
});

test("a second method is linked to the signed-in user, and never to two users", async () => {
  const userId = await provePerson(db, { address: newAddress(), name: null, identity: null });
  const otherId = await provePerson(db, { address: newAddress(), name: null, identity: null });
  const second = arrival({ verified: [newAddress()] });
  expect(await admitIdentity(db, { ...second, signedInAs: userId })).toEqual({ status: "admitted", userId });
  expect(await admitIdentity(db, { ...second, signedInAs: otherId })).toEqual({ status: "belongs-to-another" });
  expect(await admitIdentity(db, second)).toEqual({ status: "admitted", userId });
});

test("an address of another user is not linked to the signed-in user", async () => {
  const [mine, theirs] = [newAddress(), newAddress()];
  const userId = await provePerson(db, { address: mine, name: null, identity: null });
  await provePerson(db, { address: theirs, name: null, identity: null });
  const answer = await admitIdentity(db, { ...arrival({ verified: [theirs] }), signedInAs: userId });
  expect(answer).toEqual({ status: "belongs-to-another" });
  expect(await readMethods(db, userId)).toEqual([]);
});

test("twenty concurrent first verifications of one address create one user and one account", async () => {
  const address = newAddress();
  const ids = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      provePerson(db, { address: index % 2 === 0 ? address : address.toUpperCase(), name: null, identity: null }),
    ),
  );
  expect(new Set(ids).size).toBe(1);
  expect(await owner`select from credit_accounts where id = ${ids[0] ?? ""}`).toHaveLength(1);
});

test("a user is never created without their account", async () => {
  const address = newAddress();
  await owner`alter table credit_accounts add constraint closed check (false) not valid`;
  await expect(provePerson(db, { address, name: null, identity: null })).rejects.toThrow();
  await owner`alter table credit_accounts drop constraint closed`;
  expect(await people(address)).toHaveLength(0);
});

function newAddress(): string {
  return `${randomUUID()}@example.com`;
}

function arrival({
  verified,
  claimed = verified[0] ?? null,
}: {
  verified: string[];
  claimed?: string | null;
}): Arrival {
  const identity = { provider: "google" as const, providerAccountId: randomUUID() };
  return { identity, vouched: { verified, claimed }, name: null, signedInAs: null };
}

async function people(address: string) {
  return await owner`select id, email_verified from users where lower(email) = ${address}`;
}
