import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { readReferralRow } from "#db/queries/campaigns/referrals.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { provePerson } from "#lib/people/prove-person.ts";
import { keyOf } from "#testing/accounts.ts";
import { addCode, claimOf, newPerson, openCampaign } from "#testing/campaigns.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { joinBy, openReferral, settlePurchase } from "#testing/referrals.ts";
import { claim } from "./claim.ts";
import { makeCode } from "./code.ts";
import { evaluateReferrals } from "./evaluate-referrals.ts";
import { redeemCode } from "./redeem-code.ts";

const { db, owner } = await testDatabase();
await openReferral(db, { holdDays: 0 });
const welcome = await openCampaign(db, { type: "welcome", amount: 15 });

afterAll(() => expectInvariants(db));

async function activityOf(account: string): Promise<number> {
  return (await readBalance(db, account))?.byKind.activity ?? -1;
}

/**
 * A person signs up and claims the welcome, then signs up as `again` by a friend's link (by their own, unless the account was
 * deleted), claims and buys there too: what all of these accounts have from both campaigns.
 */
async function farm(address: string, again: string, { deleted = false } = {}): Promise<number> {
  const [own, friendly] = [await provePerson(db, { address, name: null, identity: null }), await newPerson(db)];
  await claim(db, claimOf(own, welcome));
  if (deleted) await owner`delete from users where id = ${own}`;
  const other = await joinBy(db, [deleted ? friendly : own], again);
  await claim(db, claimOf(other, welcome));
  await settlePurchase(db, other);
  await evaluateReferrals(db);
  const all = await Promise.all([...new Set([own, other, friendly])].map(activityOf));
  return all.reduce((sum, credits) => sum + credits, 0);
}

const name = () => `a.${randomUUID()}`;

test.each<[string, (own: string) => [string, string], { deleted?: boolean }]>([
  ["+tag", (own) => [`${own}@example.com`, `${own}+2@example.com`], {}],
  [
    "dots, where the provider ignores them",
    (own) => [`${own}@gmail.com`, `${own.replace(".", "")}@googlemail.com`],
    {},
  ],
  ["letter case", (own) => [`${own}@example.com`, `${own.toUpperCase()}@Example.COM`], {}],
  ["delete and sign up again", (own) => [`${own}@example.com`, `${own}@example.com`], { deleted: true }],
  ["delete and sign up again with a +tag", (own) => [`${own}@example.com`, `${own}+2@example.com`], { deleted: true }],
])("%s: beyond the 15 of one welcome, nothing is gained", async (_, addresses, options) => {
  const [address, again] = addresses(name());
  expect(await farm(address, again, options)).toBe(15);
});

test("self-referral by two browsers: one's own link, opened where one is not signed in, brings nothing", async () => {
  const address = `${name()}@example.com`;
  const own = await provePerson(db, { address, name: null, identity: null });
  // The same address signs in there: no person is made.
  expect(await joinBy(db, [own], address)).toBe(own);
  expect(await readReferralRow(db, own)).toBeNull();
  await settlePurchase(db, own);
  await evaluateReferrals(db);
  expect(await activityOf(own)).toBe(0);
});

test("two sign-ups of one mailbox at the same moment by a friend's link: one counts", async () => {
  const [friendly, own] = [await newPerson(db), name()];
  const accounts = await Promise.all(
    ["", "+a", "+b", "+c"].map((tag) => joinBy(db, [friendly], `${own}${tag}@example.com`)),
  );
  for (const account of accounts) await settlePurchase(db, account);
  await evaluateReferrals(db);
  const gained = await Promise.all(accounts.map(activityOf));
  expect(gained.toSorted((a, b) => b - a)).toEqual([30, 0, 0, 0]);
  expect(await activityOf(friendly)).toBe(40);
});

test("circular referral: A brings B, and B brings nobody who is there already", async () => {
  const a = await provePerson(db, { address: `${name()}@example.com`, name: null, identity: null });
  const addressOfA = (await owner`select email from users where id = ${a}`)[0]?.email;
  const b = await joinBy(db, [a]);
  expect(await joinBy(db, [b], addressOfA)).toBe(a);
  for (const account of [a, b]) await settlePurchase(db, account);
  await evaluateReferrals(db);
  expect([await activityOf(a), await activityOf(b)]).toEqual([40, 30]);
  expect(await readReferralRow(db, a)).toBeNull();
});

test("changing the time zone twice a day, from the far west to the far east: the second check-in of a day is refused", async () => {
  const slug = await openCampaign(db, { type: "check-in", limitPerPerson: null });
  const account = await newPerson(db);
  const zones = ["Pacific/Pago_Pago", "Pacific/Kiritimati", "Europe/Berlin", "Pacific/Pago_Pago", "Pacific/Kiritimati"];
  for (const timeZone of zones) await claim(db, claimOf(account, slug, { timeZone }));
  expect(await activityOf(account)).toBe(10);
});

test("1,000 guesses from one person in many networks: five reach the codes", async () => {
  const slug = await openCampaign(db, { type: "code" });
  await addCode(db, slug, "7KQM-W3XT-9BHF");
  const account = await newPerson(db);
  const guess = async (at: number) => {
    const code = makeCode((below) => at % below);
    const request = keyOf("web", `guess ${at}`, {});
    return (await redeemCode(db, { account, request, code, subnet: `198.18.${at % 250}.0` })).status;
  };
  const answers: string[] = [];
  for (let at = 0; at < 1_000; at += 50)
    answers.push(...(await Promise.all(Array.from({ length: 50 }, (_, one) => guess(at + one)))));
  const count = (status: string) => answers.filter((answer) => answer === status).length;
  expect([count("code-unknown"), count("rate-limited")]).toEqual([5, 995]);
  expect(await activityOf(account)).toBe(0);
});

test("a friend who was referred, deletes the account and joins again by another link is referred once", async () => {
  const [first, second, address] = [await newPerson(db), await newPerson(db), `${name()}@example.com`];
  const friend = await joinBy(db, [first], address);
  await owner`delete from users where id = ${friend}`;
  const again = await joinBy(db, [second], address);
  await settlePurchase(db, again);
  await evaluateReferrals(db);
  expect([await activityOf(again), await activityOf(first), await activityOf(second)]).toEqual([0, 0, 0]);
  expect(await readReferralRow(db, again)).toMatchObject({ state: "refused", reason: "known-mailbox" });
});
