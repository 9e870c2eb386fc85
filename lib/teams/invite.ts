import "server-only";
import type { Db } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import {
  countInvitationsSince,
  insertInvitation,
  refusesInvitations,
  settleInvitation,
} from "#db/queries/teams/invitations.ts";
import { lockTeam, readHolders } from "#db/queries/teams/teams.ts";
import { inTransaction } from "#lib/ledger/commit/in-transaction.ts";
import { parseAddress } from "#lib/people/address.ts";
import { hashInvitationToken, newInvitationToken, refusalHash } from "./invitation-token.ts";

/** A payer and the team that they pay. */
export interface PaidTeam {
  payer: string;
  team: string;
}

/**
 * The invitation is stored, and its email is to be sent with this token. `declines`: the address wants no invitations.
 * `no-such-team`: the person does not pay this team.
 */
export type Invited =
  | { status: "invited"; token: string; email: string; teamName: string; expiresAt: Date }
  | { status: "no-such-team" }
  | { status: "team-ended" }
  | { status: "bad-address" }
  | { status: "holds-a-seat" }
  | { status: "declines" }
  | { status: "too-many-today" };

const dayMs = 24 * 60 * 60 * 1000;
const validMs = 14 * dayMs;
const invitationsPerDay = 50;

/**
 * Invites an address to a team for 14 days. To invite it again is to send it again: the new link replaces the old one. There
 * may be more invitations than free seats; the people who accept first get them. Each counts towards 50 in 24 hours.
 */
export async function invite(db: Db, { payer, team }: PaidTeam, address: string): Promise<Invited> {
  const email = parseAddress(address);
  if (email === null) return { status: "bad-address" };
  return await inTransaction(db, async (tx) => {
    const row = await lockTeam(tx, team);
    if (row === null || row.payer !== payer) return { status: "no-such-team" };
    if (row.endedAt !== null) return { status: "team-ended" };
    const holders = await readHolders(tx, team);
    if (holders.some((holder) => holder.email.toLowerCase() === email)) return { status: "holds-a-seat" };
    if (await refusesInvitations(tx, refusalHash(email))) return { status: "declines" };
    const now = await readClock(tx);
    const sent = await countInvitationsSince(tx, team, new Date(now.getTime() - dayMs));
    if (sent >= invitationsPerDay) return { status: "too-many-today" };
    await settleInvitation(tx, { team, email }, { state: "replaced", at: now });
    const token = newInvitationToken();
    const expiresAt = new Date(now.getTime() + validMs);
    await insertInvitation(tx, {
      ...{ teamId: team, email, tokenHash: hashInvitationToken(token) },
      ...{ invitedAt: now, expiresAt },
    });
    return { status: "invited", token, email, teamName: row.name, expiresAt };
  });
}

/** Withdraws the invitation of an address. `not-invited`: it has none that can be withdrawn. */
export async function withdrawInvitation(
  db: Db,
  { payer, team }: PaidTeam,
  email: string,
): Promise<{ status: "withdrawn" } | { status: "no-such-team" } | { status: "not-invited" }> {
  return await inTransaction(db, async (tx) => {
    const row = await lockTeam(tx, team);
    if (row === null || row.payer !== payer) return { status: "no-such-team" };
    const at = await readClock(tx);
    const withdrawn = await settleInvitation(tx, { team, email }, { state: "withdrawn", at });
    return { status: withdrawn ? "withdrawn" : "not-invited" };
  });
}
