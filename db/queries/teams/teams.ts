import { and, asc, eq, isNull } from "drizzle-orm";
import type { DbOrTx, Tx } from "../../client.ts";
import { users } from "../../schema/people.ts";
import { subscriptions } from "../../schema/subscriptions.ts";
import { teamHolders, teams } from "../../schema/teams.ts";

/** A team with its payer and its seats, as its subscription was last read. */
export interface TeamRow {
  id: string;
  name: string;
  payer: string;
  seats: number;
  /** When its subscription ended; null while it runs. */
  endedAt: Date | null;
}

const teamColumns = {
  id: teams.id,
  name: teams.name,
  payer: subscriptions.userId,
  seats: subscriptions.seats,
  endedAt: subscriptions.endedAt,
};

/** A team; null when there is none. Index: teams_pkey. */
export async function readTeamRow(db: DbOrTx, id: string): Promise<TeamRow | null> {
  const ofSubscription = eq(subscriptions.id, teams.subscriptionId);
  const [row] = await db
    .select(teamColumns)
    .from(teams)
    .innerJoin(subscriptions, ofSubscription)
    .where(eq(teams.id, id));
  return row ?? null;
}

/**
 * Locks a team until the transaction ends, then reads it: changes of its holders and invitations follow one another. Null when
 * there is none. Index: teams_pkey.
 */
export async function lockTeam(tx: Tx, id: string): Promise<TeamRow | null> {
  await tx.select({ id: teams.id }).from(teams).where(eq(teams.id, id)).for("update");
  // A statement of its own, so that it sees what was committed while the lock was waited for.
  return await readTeamRow(tx, id);
}

/** Adds the team of a subscription; null when it has one. Index: teams_subscription_once. */
export async function insertTeam(tx: Tx, team: typeof teams.$inferInsert): Promise<string | null> {
  const [row] = await tx.insert(teams).values(team).onConflictDoNothing().returning({ id: teams.id });
  return row?.id ?? null;
}

/** The id of a subscription's team; null without one. Index: teams_subscription_once. */
export async function readTeamOfSubscription(db: DbOrTx, subscriptionId: string): Promise<string | null> {
  const [row] = await db.select({ id: teams.id }).from(teams).where(eq(teams.subscriptionId, subscriptionId));
  return row?.id ?? null;
}

export async function setTeamName(tx: Tx, id: string, name: string): Promise<void> {
  await tx.update(teams).set({ name }).where(eq(teams.id, id));
}

/** A person who holds a seat, and since when. */
export interface HolderRow {
  account: string;
  name: string | null;
  email: string;
  seat: number;
  heldFrom: Date;
}

/** The people who hold a team's seats now, in the order of joining. Index: team_holders_seat_once. */
export async function readHolders(db: DbOrTx, team: string): Promise<HolderRow[]> {
  const h = teamHolders;
  return await db
    .select({ account: h.accountId, name: users.name, email: users.email, seat: h.seat, heldFrom: h.heldFrom })
    .from(h)
    .innerJoin(users, eq(users.id, h.accountId))
    .where(and(eq(h.teamId, team), isNull(h.heldUntil)))
    .orderBy(asc(h.heldFrom), asc(h.seat));
}

/** The seats that a person holds now in teams that run, in the order of joining. Index: team_holders_by_account. */
export async function readSeatsOfAccount(
  db: DbOrTx,
  account: string,
): Promise<{ team: TeamRow; seat: number; heldFrom: Date }[]> {
  const h = teamHolders;
  return await db
    .select({ team: teamColumns, seat: h.seat, heldFrom: h.heldFrom })
    .from(h)
    .innerJoin(teams, eq(teams.id, h.teamId))
    .innerJoin(subscriptions, eq(subscriptions.id, teams.subscriptionId))
    .where(and(eq(h.accountId, account), isNull(h.heldUntil), isNull(subscriptions.endedAt)))
    .orderBy(asc(h.heldFrom), asc(h.teamId));
}

/** Gives a free seat of a team to a person. The team is locked. */
export async function insertHolder(tx: Tx, holder: typeof teamHolders.$inferInsert): Promise<void> {
  await tx.insert(teamHolders).values(holder);
}

/** Ends a person's time on a team's seat; false when the person holds none. Index: team_holders_person_once. */
export async function endHolder(tx: Tx, of: { team: string; account: string; at: Date }): Promise<boolean> {
  const h = teamHolders;
  const ended = await tx
    .update(h)
    .set({ heldUntil: of.at })
    .where(and(eq(h.teamId, of.team), eq(h.accountId, of.account), isNull(h.heldUntil)))
    .returning({ seat: h.seat });
  return ended.length > 0;
}
