import { and, eq, exists, inArray, isNull, sql } from "drizzle-orm";
import type { DbOrTx, Tx } from "../../client.ts";
import { checkInZones } from "../../schema/campaigns.ts";
import { users } from "../../schema/people.ts";
import { subscriptions } from "../../schema/subscriptions.ts";

/** What campaigns know of a person. */
export interface PersonRow {
  name: string | null;
  email: string;
  joinedAt: Date;
  isVerified: boolean;
  hasPlan: boolean;
}

/** The person of an account, for who can take part. Indexes: users_pkey, subscriptions_by_user. */
export async function readPersonRow(db: DbOrTx, account: string): Promise<PersonRow | null> {
  const running = db
    .select({ one: sql`1` })
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.userId, users.id),
        isNull(subscriptions.endedAt),
        inArray(subscriptions.status, ["trialing", "active", "past_due"]),
      ),
    );
  const [row] = await db
    .select({
      name: users.name,
      email: users.email,
      joinedAt: users.createdAt,
      isVerified: sql<boolean>`${users.emailVerified} is not null`,
      hasPlan: sql<boolean>`${exists(running)}`,
    })
    .from(users)
    .where(eq(users.id, account));
  return row ?? null;
}

/** The zone of a person's check-ins; null before the first. Index: check_in_zones_pkey. */
export async function readCheckInZone(
  db: DbOrTx,
  account: string,
): Promise<Pick<typeof checkInZones.$inferSelect, "timeZone" | "changedAt"> | null> {
  const { timeZone, changedAt } = checkInZones;
  const [row] = await db.select({ timeZone, changedAt }).from(checkInZones).where(eq(checkInZones.accountId, account));
  return row ?? null;
}

/** Stores the zone of a person's check-ins. Index: check_in_zones_pkey. */
export async function setCheckInZone(tx: Tx, zone: typeof checkInZones.$inferInsert): Promise<void> {
  const { timeZone, changedAt } = zone;
  await tx
    .insert(checkInZones)
    .values(zone)
    .onConflictDoUpdate({ target: checkInZones.accountId, set: { timeZone, changedAt } });
}
