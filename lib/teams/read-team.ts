import "server-only";
import type { Db } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { readPendingInvitations } from "#db/queries/teams/invitations.ts";
import { type HolderRow, readHolders, readSeatsOfAccount, readTeamRow, type TeamRow } from "#db/queries/teams/teams.ts";
import type { PaidTeam } from "./invite.ts";

/** A team as its payer sees it. */
export interface Team extends TeamRow {
  /** In the order of joining. */
  holders: HolderRow[];
  /** Not answered yet, newest first; an expired one can be sent again. */
  invitations: { email: string; invitedAt: Date; expiresAt: Date; isExpired: boolean }[];
}

/** A team for its payer; null for other people. */
export async function readTeam(db: Db, { payer, team }: PaidTeam): Promise<Team | null> {
  const row = await readTeamRow(db, team);
  if (row === null || row.payer !== payer) return null;
  const [holders, pending, now] = await Promise.all([
    readHolders(db, team),
    readPendingInvitations(db, team),
    readClock(db),
  ]);
  const invitations = pending.map(({ email, invitedAt, expiresAt }) => {
    return { email, invitedAt, expiresAt, isExpired: expiresAt <= now };
  });
  return { ...row, holders, invitations };
}

/** A seat that a person holds. */
export interface HeldSeat {
  team: string;
  teamName: string;
  seat: number;
  since: Date;
  /** Whether the person pays the team. */
  isPayer: boolean;
}

/** The seats that a person holds in teams that run, in the order of joining. */
export async function readHeldSeats(db: Db, account: string): Promise<HeldSeat[]> {
  return (await readSeatsOfAccount(db, account)).map(({ team, seat, heldFrom }) => {
    return { team: team.id, teamName: team.name, seat, since: heldFrom, isPayer: team.payer === account };
  });
}
