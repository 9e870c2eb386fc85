import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { DbOrTx, Tx } from "../../client.ts";
import { deviceCodes, devices } from "../../schema/devices.ts";
import { platformPolicies } from "../../schema/platforms.ts";

/**
 * The devices on which a user is signed in, last seen first, each with its platform's policy, for the devices page. Index:
 * devices_by_user.
 */
export async function readDevices(db: DbOrTx, userId: string, unusedDays: number) {
  return await db
    .select({
      id: devices.id,
      version: devices.version,
      lab: devices.lab,
      createdAt: devices.createdAt,
      lastSeenAt: devices.lastSeenAt,
      policy: platformPolicies,
    })
    .from(devices)
    .innerJoin(platformPolicies, eq(platformPolicies.platform, devices.platform))
    .where(
      and(
        eq(devices.userId, userId),
        isNull(devices.revokedAt),
        sql`${devices.lastSeenAt} > clock_timestamp() - make_interval(days => ${unusedDays})`,
      ),
    )
    .orderBy(desc(devices.lastSeenAt), devices.id);
}

/** One device, signed in or not, for the page that emails about it link to. Index: devices_pkey. */
export async function findDevice(db: DbOrTx, id: string) {
  const [row] = await db
    .select({
      userId: devices.userId,
      platform: devices.platform,
      version: devices.version,
      createdAt: devices.createdAt,
      revokedAt: devices.revokedAt,
    })
    .from(devices)
    .where(eq(devices.id, id));
  return row ?? null;
}

/** Signs out one device of a user; its next request is anonymous. Returns whether it was theirs and signed in. Index: devices_pkey. */
export async function revokeDevice(db: DbOrTx, { id, userId }: { id: string; userId: string }): Promise<boolean> {
  const revoked = await db
    .update(devices)
    .set({ revokedAt: sql`clock_timestamp()` })
    .where(and(eq(devices.id, id), eq(devices.userId, userId), isNull(devices.revokedAt)))
    .returning({ id: devices.id });
  return revoked.length > 0;
}

/**
 * Signs out all devices of a user, including approved ones that did not collect their token yet. Codes come first: the
 * statement waits for a token that is being collected, so the second statement sees its device, and a later request finds
 * its code denied. Index: devices_by_user; the codes are few.
 */
export async function revokeDevicesOf(tx: Tx, userId: string): Promise<void> {
  await tx
    .update(deviceCodes)
    .set({ status: "denied" })
    .where(and(eq(deviceCodes.userId, userId), eq(deviceCodes.status, "approved")));
  await tx
    .update(devices)
    .set({ revokedAt: sql`clock_timestamp()` })
    .where(and(eq(devices.userId, userId), isNull(devices.revokedAt)));
}

/**
 * Deletes every device that was signed in or approved before the user's address was verified, because an unverified user
 * approved it. Index: devices_by_user; the codes are few.
 */
export async function removeDevices(tx: Tx, userId: string): Promise<void> {
  await tx.delete(deviceCodes).where(eq(deviceCodes.userId, userId));
  await tx.delete(devices).where(eq(devices.userId, userId));
}

/** Inserts a signed-in device, for the demo's devices lab. */
export async function insertDevice(
  db: DbOrTx,
  device: { userId: string; platform: "desktop" | "mobile"; version: string; lab: boolean; tokenHash: string },
): Promise<void> {
  await db.insert(devices).values(device);
}

/**
 * The device of a token, its platform's current policy, and whether it was recorded as seen this minute; null when it is
 * signed out or was unused for `unusedDays`. Index: devices_token_once.
 */
export async function readDevice(db: DbOrTx, tokenHash: string, unusedDays: number) {
  const [row] = await db
    .select({
      id: devices.id,
      userId: devices.userId,
      version: devices.version,
      policy: platformPolicies,
      seen: sql<boolean>`${devices.lastSeenAt} > clock_timestamp() - interval '1 minute'`,
    })
    .from(devices)
    .innerJoin(platformPolicies, eq(platformPolicies.platform, devices.platform))
    .where(
      and(
        eq(devices.tokenHash, tokenHash),
        isNull(devices.revokedAt),
        sql`${devices.lastSeenAt} > clock_timestamp() - make_interval(days => ${unusedDays})`,
      ),
    )
    .prepare("device")
    .execute();
  return row ?? null;
}

/** Records when a device was last seen and its version, at most once a minute. Index: devices_pkey. */
export async function touchDevice(db: DbOrTx, id: string, version: string): Promise<void> {
  await db
    .update(devices)
    .set({ lastSeenAt: sql`clock_timestamp()`, version })
    .where(
      and(
        eq(devices.id, id),
        sql`(${devices.version} <> ${version} or ${devices.lastSeenAt} < clock_timestamp() - interval '1 minute')`,
      ),
    );
}
