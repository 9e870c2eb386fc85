import type { DbOrTx, Tx } from "#db/client.ts";
import { notify } from "#db/queries/notifications.ts";

/** The channel on which changed accounts are announced. */
export const balanceChannel = "purse_balance";

/** A payload may not reach 8,000 bytes: an id with its version takes at most 53. */
const accountsAPayload = 140;

/** Announces accounts with their new versions, as part of the transaction that made them, so only committed changes are. */
export async function announce(tx: Tx, changes: readonly { account: string; version: number }[]): Promise<void> {
  const payloads: string[] = [];
  for (let start = 0; start < changes.length; start += accountsAPayload) {
    const part = changes.slice(start, start + accountsAPayload);
    payloads.push(part.map(({ account, version }) => `${account} ${version}`).join(","));
  }
  await notify(tx, balanceChannel, payloads);
}

/** Announces an account whose next credits may have changed without a new version. */
export async function announceAccount(db: DbOrTx, account: string): Promise<void> {
  await notify(db, balanceChannel, [`${account} 0`]);
}

/** The payload prefix for the end of a user's sessions, on the same channel as accounts. */
export function signOutOf(userId: string): string {
  return `signed-out:${userId}`;
}

/** Announces that sessions of a user have ended, to the processes that keep a stream open for one. */
export async function announceSignOut(db: DbOrTx, userId: string): Promise<void> {
  await notify(db, balanceChannel, [`${signOutOf(userId)} 0`]);
}

/** The payload for a change of the platform policy. */
export const policies = "policies";

/** Announces that the platform policy has changed, to all processes with open streams. */
export async function announcePolicies(db: DbOrTx): Promise<void> {
  await notify(db, balanceChannel, [`${policies} 0`]);
}

/** The payload prefix for a revoked service key. */
export const serviceKeys = "keys";

/** Announces that a service key was revoked, to the processes that keep a stream open for it. */
export async function announceKeys(db: DbOrTx): Promise<void> {
  await notify(db, balanceChannel, [`${serviceKeys} 0`]);
}

/** The accounts of one payload, as `announce` wrote it, or the signed-out user. */
export function readAnnouncement(payload: string): string[] {
  return payload.split(",").flatMap((change) => change.split(" ")[0] ?? []);
}
