import "server-only";
import type { Db } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { endHolder, lockTeam, setTeamName } from "#db/queries/teams/teams.ts";
import { line } from "#lib/catalogue/catalogue-file.ts";
import { inTransaction } from "#lib/ledger/commit/in-transaction.ts";
import type { PaidTeam } from "./invite.ts";

const TeamName = line(100);

/**
 * Takes the seat from a person; granted credits stay with them. `is-payer`: the payer keeps a seat. `not-a-holder`: the person
 * holds none, or not any more.
 */
export async function removeHolder(
  db: Db,
  { payer, team }: PaidTeam,
  account: string,
): Promise<{ status: "removed" } | { status: "no-such-team" } | { status: "is-payer" } | { status: "not-a-holder" }> {
  return await inTransaction(db, async (tx) => {
    const row = await lockTeam(tx, team);
    if (row === null || row.payer !== payer) return { status: "no-such-team" };
    if (account === payer) return { status: "is-payer" };
    const removed = await endHolder(tx, { team, account, at: await readClock(tx) });
    return { status: removed ? "removed" : "not-a-holder" };
  });
}

/** Gives a person's own seat back; granted credits stay. `is-payer`: a payer ends the subscription instead. */
export async function leaveTeam(
  db: Db,
  { account, team }: { account: string; team: string },
): Promise<{ status: "left" } | { status: "is-payer" } | { status: "not-a-holder" }> {
  return await inTransaction(db, async (tx) => {
    const row = await lockTeam(tx, team);
    if (row === null) return { status: "not-a-holder" };
    if (row.payer === account) return { status: "is-payer" };
    const left = await endHolder(tx, { team, account, at: await readClock(tx) });
    return { status: left ? "left" : "not-a-holder" };
  });
}

/** Gives a team another name: one line of plain text, at most 100 characters. */
export async function renameTeam(
  db: Db,
  { payer, team }: PaidTeam,
  typed: string,
): Promise<{ status: "renamed"; name: string } | { status: "no-such-team" } | { status: "bad-name" }> {
  const name = TeamName.safeParse(typed);
  if (!name.success) return { status: "bad-name" };
  return await inTransaction(db, async (tx) => {
    const row = await lockTeam(tx, team);
    if (row === null || row.payer !== payer) return { status: "no-such-team" };
    await setTeamName(tx, team, name.data);
    return { status: "renamed", name: name.data };
  });
}
