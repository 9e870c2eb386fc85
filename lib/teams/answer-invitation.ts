import "server-only";
import type { Db, Tx } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import {
  insertTeamRefusal,
  readInvitationByHash,
  readProvenAddress,
  settleInvitation,
  type TeamInvitationRow,
} from "#db/queries/teams/invitations.ts";
import { insertHolder, lockTeam, readHolders, readTeamRow, type TeamRow } from "#db/queries/teams/teams.ts";
import { inTransaction } from "#lib/ledger/commit/in-transaction.ts";
import { hashInvitationToken, refusalHash } from "./invitation-token.ts";

/** Why an invitation cannot be answered any more, or never could. `replaced`: a newer email to the same address has the link. */
export type ClosedInvitation =
  | { status: "not-found" }
  | { status: "accepted" | "refused" | "withdrawn" | "replaced" | "expired" | "team-ended" };

/**
 * `joined`: the person holds this seat; the same person's second acceptance gets it again. `other-address`: the person's
 * proven address is not the invited one. `no-free-seat`: the invitation stays, for when a seat is free.
 */
export type Acceptance =
  | { status: "joined"; team: string; seat: number }
  | { status: "other-address"; email: string }
  | { status: "no-free-seat" }
  | ClosedInvitation;

/**
 * Gives the lowest free seat of the team to the invited person. Under the lock of the team, so that of many people who accept
 * at once no two get the same seat, and no more than there are.
 */
export async function acceptInvitation(db: Db, account: string, token: string): Promise<Acceptance> {
  return await inTransaction(db, async (tx) => {
    const found = await lockInvitation(tx, token);
    if (found === null) return { status: "not-found" };
    const { invitation, team } = found;
    const { teamId, email } = invitation;
    if ((await readProvenAddress(tx, account)) !== email) return { status: "other-address", email };
    const holders = await readHolders(tx, teamId);
    const own = holders.find((holder) => holder.account === account);
    const now = await readClock(tx);
    if (own !== undefined && invitation.state === "accepted") return { status: "joined", team: teamId, seat: own.seat };
    const closed = whyClosed(invitation, team, now);
    if (closed !== null) return closed;
    const seat = own?.seat ?? freeSeat(team, new Set(holders.map((holder) => holder.seat)));
    if (seat === null) return { status: "no-free-seat" };
    if (own === undefined) await insertHolder(tx, { teamId, seat, accountId: account, heldFrom: now });
    await settleInvitation(tx, { team: teamId, email }, { state: "accepted", at: now });
    return { status: "joined", team: teamId, seat };
  });
}

/**
 * Refuses an invitation; with `forGood`, no team can invite the mailbox again. The link is enough, without an account: only
 * the mailbox has it. Refusing for good works with a closed invitation too.
 */
export async function refuseInvitation(
  db: Db,
  token: string,
  { forGood }: { forGood: boolean },
): Promise<{ status: "refused" } | ClosedInvitation> {
  return await inTransaction(db, async (tx) => {
    const found = await lockInvitation(tx, token);
    if (found === null) return { status: "not-found" };
    const { invitation, team } = found;
    const now = await readClock(tx);
    if (forGood) await insertTeamRefusal(tx, { mailbox: refusalHash(invitation.email), refusedAt: now });
    const closed = whyClosed(invitation, team, now);
    if (closed === null)
      await settleInvitation(tx, { team: team.id, email: invitation.email }, { state: "refused", at: now });
    else if (!forGood) return closed;
    return { status: "refused" };
  });
}

/** An invitation as the person with its link reads it. */
export type ShownInvitation = { status: "open"; email: string; teamName: string; expiresAt: Date } | ClosedInvitation;

/** The invitation behind a link. It changes nothing, so mail programs may open it. */
export async function readInvitation(db: Db, token: string): Promise<ShownInvitation> {
  const invitation = await readInvitationByHash(db, hashInvitationToken(token));
  const team = invitation === null ? null : await readTeamRow(db, invitation.teamId);
  if (invitation === null || team === null) return { status: "not-found" };
  const { email, expiresAt } = invitation;
  return whyClosed(invitation, team, await readClock(db)) ?? { status: "open", email, teamName: team.name, expiresAt };
}

/** Locks the team of an invitation, then reads both. */
async function lockInvitation(tx: Tx, token: string): Promise<{ invitation: TeamInvitationRow; team: TeamRow } | null> {
  const hash = hashInvitationToken(token);
  const seen = await readInvitationByHash(tx, hash);
  const team = seen === null ? null : await lockTeam(tx, seen.teamId);
  const invitation = team === null ? null : await readInvitationByHash(tx, hash);
  return team === null || invitation === null ? null : { invitation, team };
}

function whyClosed({ state, expiresAt }: TeamInvitationRow, { endedAt }: TeamRow, now: Date): ClosedInvitation | null {
  if (state !== "pending") return { status: state };
  if (endedAt !== null) return { status: "team-ended" };
  return expiresAt <= now ? { status: "expired" } : null;
}

/** Fewer seats can be bought than are held: then none is free, also where a low number is. */
function freeSeat({ seats }: TeamRow, taken: ReadonlySet<number>): number | null {
  if (taken.size >= seats) return null;
  for (let seat = 1; seat <= seats; seat += 1) if (!taken.has(seat)) return seat;
  return null;
}
