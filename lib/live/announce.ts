import type { DbOrTx, Tx } from "#db/client.ts";
import { notify } from "#db/queries/notifications.ts";

/** The channel on which changed accounts are announced. */
export const balanceChannel = "purse_balance";

/** A payload may not reach 8,000 bytes: an id with its version takes at most 53. */
const accountsAPayload = 140;

/** Announces accounts with their new versions, as part of the transaction that made them: no announcement of what did not happen. */
export async function announce(tx: Tx, changes: readonly { account: string; version: number }[]): Promise<void> {
  const payloads: string[] = [];
  for (let start = 0; start < changes.length; start += accountsAPayload) {
    const part = changes.slice(start, start + accountsAPayload);
    payloads.push(part.map(({ account, version }) => `${account} ${version}`).join(","));
  }
  await notify(tx, balanceChannel, payloads);
}

/** What the end of a person's sessions is announced as, among the accounts. */
export function signOutOf(userId: string): string {
  return `signed-out:${userId}`;
}

/** Announces that sessions of a person have ended, to whoever keeps a stream open for one. */
export async function announceSignOut(db: DbOrTx, userId: string): Promise<void> {
  await notify(db, balanceChannel, [`${signOutOf(userId)} 0`]);
}

/** What a change of what platforms may do is announced as. */
export const policies = "policies";

/** Announces that platforms may do something else now, to whoever keeps a stream open. */
export async function announcePolicies(db: DbOrTx): Promise<void> {
  await notify(db, balanceChannel, [`${policies} 0`]);
}

/** What the end of a service key is announced as. */
export const serviceKeys = "keys";

/** Announces that a service key has ended, to whoever keeps a stream open for one. */
export async function announceKeys(db: DbOrTx): Promise<void> {
  await notify(db, balanceChannel, [`${serviceKeys} 0`]);
}

/** The accounts of one payload, as `announce` wrote it, or who signed out. */
export function readAnnouncement(payload: string): string[] {
  return payload.split(",").flatMap((change) => change.split(" ")[0] ?? []);
}
