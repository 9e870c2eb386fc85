import "server-only";
import type { Db, Tx } from "#db/client.ts";
import { createAccount } from "#db/queries/credits/accounts.ts";
import { removeDevices } from "#db/queries/devices/devices.ts";
import {
  insertMethod,
  insertPerson,
  lockPersonByAddress,
  markProved,
  removeMethods,
  removeSessions,
} from "#db/queries/people/users.ts";
import { joinByReferral } from "#lib/campaigns/join-by-referral.ts";
import { announceSignOut } from "#lib/live/announce.ts";

/** An identity at a provider, to be linked to a user. */
export interface ProviderIdentity {
  provider: "google" | "github";
  providerAccountId: string;
}

/** What was proved: that the user receives email at `address`, and optionally their identity at a provider. */
export interface Proof {
  address: string;
  name: string | null;
  identity: ProviderIdentity | null;
  /** The codes of links for friends that this browser keeps; for a new user only. */
  referralCodes?: readonly string[];
}

/**
 * The user with a verified address: the existing one, or a new one with a credit account, in one transaction.
 * The first verification of an address removes all sign-in methods, sessions and devices that someone
 * else may have created. An identity is linked in the same transaction. Returns the user's id.
 */
export async function provePerson(db: Db, proof: Proof, now = new Date()): Promise<string> {
  return await db.transaction(async (tx) => {
    const userId = await openPerson(tx, proof, now);
    if (proof.identity !== null) await linkIdentity(tx, userId, proof.identity);
    return userId;
  });
}

/** Links an identity at a provider to the signed-in user who asked for it. */
export async function linkIdentity(db: Db | Tx, userId: string, identity: ProviderIdentity): Promise<void> {
  const type = identity.provider === "google" ? "oidc" : "oauth";
  await insertMethod(db, { userId, type, ...identity });
}

async function openPerson(tx: Tx, { address, name, referralCodes: codes = [] }: Proof, now: Date): Promise<string> {
  const made = await insertPerson(tx, { email: address, name, emailVerified: now });
  if (made !== null) {
    await createAccount(tx, made);
    await joinByReferral(tx, { account: made, address, isNew: true, codes });
    return made;
  }
  const there = await lockPersonByAddress(tx, address);
  if (there === null) throw new Error("A person vanished between two statements");
  if (there.emailVerified === null) {
    await evict(tx, there.id, now);
    await joinByReferral(tx, { account: there.id, address, isNew: false, codes });
  }
  return there.id;
}

async function evict(tx: Tx, userId: string, now: Date): Promise<void> {
  await removeMethods(tx, userId);
  await removeSessions(tx, userId);
  await removeDevices(tx, userId);
  await announceSignOut(tx, userId);
  await markProved(tx, { userId, at: now });
}
