import "server-only";
import type { Db } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { readSubscriptionRow } from "#db/queries/plans/subscriptions.ts";
import { insertHolder, insertTeam, readTeamOfSubscription } from "#db/queries/teams/teams.ts";
import { inTransaction } from "#lib/ledger/commit/in-transaction.ts";

/**
 * The team of a subscription, made when it has none: its payer holds the first seat. Two calls at once get the same team.
 * Returns its id.
 */
export async function openTeam(
  db: Db,
  { subscription, name }: { subscription: string; name: string },
): Promise<string> {
  return await inTransaction(db, async (tx) => {
    const row = await readSubscriptionRow(tx, subscription);
    if (row === null) throw new Error(`openTeam: the subscription ${subscription} is not known`);
    const now = await readClock(tx);
    const added = await insertTeam(tx, { subscriptionId: subscription, name, createdAt: now });
    if (added !== null) await insertHolder(tx, { teamId: added, seat: 1, accountId: row.userId, heldFrom: now });
    const team = added ?? (await readTeamOfSubscription(tx, subscription));
    if (team === null) throw new Error(`openTeam: the team of ${subscription} is neither new nor known`);
    return team;
  });
}
