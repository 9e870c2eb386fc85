import { and, count, desc, eq, gt } from "drizzle-orm";
import type { DbOrTx, Tx } from "../../client.ts";
import { users } from "../../schema/people.ts";
import { teamInvitations, teamRefusals } from "../../schema/teams.ts";

/** An invitation to a team. One that is pending can have expired. */
export type TeamInvitationRow = typeof teamInvitations.$inferSelect;

/** The invitation whose link has a secret with this hash; null without one. Index: team_invitations_token_once. */
export async function readInvitationByHash(db: DbOrTx, tokenHash: string): Promise<TeamInvitationRow | null> {
  const [row] = await db.select().from(teamInvitations).where(eq(teamInvitations.tokenHash, tokenHash));
  return row ?? null;
}

/** A team's invitations that were neither answered nor withdrawn, newest first. Index: team_invitations_pending_once. */
export async function readPendingInvitations(db: DbOrTx, team: string): Promise<TeamInvitationRow[]> {
  const i = teamInvitations;
  return await db
    .select()
    .from(i)
    .where(and(eq(i.teamId, team), eq(i.state, "pending")))
    .orderBy(desc(i.invitedAt), desc(i.id));
}

/** How many invitations a team has sent since an instant. Index: team_invitations_by_team. */
export async function countInvitationsSince(tx: Tx, team: string, since: Date): Promise<number> {
  const i = teamInvitations;
  const sent = and(eq(i.teamId, team), gt(i.invitedAt, since));
  const [row] = await tx.select({ sent: count() }).from(i).where(sent);
  return row?.sent ?? 0;
}

export async function insertInvitation(tx: Tx, invitation: typeof teamInvitations.$inferInsert): Promise<string> {
  const [row] = await tx.insert(teamInvitations).values(invitation).returning({ id: teamInvitations.id });
  if (row === undefined) throw new Error("insertInvitation: nothing was inserted");
  return row.id;
}

/** Settles the pending invitation of an address; false without one. Index: team_invitations_pending_once. */
export async function settleInvitation(
  tx: Tx,
  of: { team: string; email: string },
  to: { state: Exclude<TeamInvitationRow["state"], "pending">; at: Date },
): Promise<boolean> {
  const i = teamInvitations;
  const settled = await tx
    .update(i)
    .set({ state: to.state, settledAt: to.at })
    .where(and(eq(i.teamId, of.team), eq(i.email, of.email), eq(i.state, "pending")))
    .returning({ id: i.id });
  return settled.length > 0;
}

/** Whether a mailbox, by its keyed hash, wants no invitations. Index: team_refusals_pkey. */
export async function refusesInvitations(db: DbOrTx, mailbox: string): Promise<boolean> {
  const r = teamRefusals;
  const rows = await db.select({ mailbox: r.mailbox }).from(r).where(eq(r.mailbox, mailbox));
  return rows.length > 0;
}

/** Records that a mailbox wants no invitations, for good. */
export async function insertTeamRefusal(tx: Tx, row: typeof teamRefusals.$inferInsert): Promise<void> {
  await tx.insert(teamRefusals).values(row).onConflictDoNothing();
}

/** The address of an account in lower case, once it is proved; null before. Index: users_pkey. */
export async function readProvenAddress(db: DbOrTx, account: string): Promise<string | null> {
  const person = db.select({ email: users.email, proved: users.emailVerified }).from(users);
  const [row] = await person.where(eq(users.id, account));
  return row === undefined || row.proved === null ? null : row.email.toLowerCase();
}
