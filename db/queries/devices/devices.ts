import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { DbOrTx, Tx } from "../../client.ts";
import { deviceCodes, devices } from "../../schema/devices.ts";
import { platformPolicies } from "../../schema/platforms.ts";

/**
 * The devices on which a person is signed in, the one seen last first, each with what its platform may do, for the page
 * of devices. Index: devices_by_user.
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

/** One device, signed in or not, for the page that an email about it leads to. Index: devices_pkey. */
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

/** Signs one device of a person out: its next request is a stranger's. Answers whether it was theirs, and signed in. Index: devices_pkey. */
export async function revokeDevice(db: DbOrTx, { id, userId }: { id: string; userId: string }): Promise<boolean> {
  const revoked = await db
    .update(devices)
    .set({ revokedAt: sql`clock_timestamp()` })
    .where(and(eq(devices.id, id), eq(devices.userId, userId), isNull(devices.revokedAt)))
    .returning({ id: devices.id });
  return revoked.length > 0;
}

/**
 * Signs all devices of a person out, those too that are approved and did not collect their token yet. Codes come first:
 * a token that is being collected meanwhile is waited for, and its device is there for the second statement; one that
 * is asked for afterwards finds its code denied. Index: devices_by_user; the codes are few.
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
 * Removes every device that was signed in, or is about to be, before a person's address was proved: whoever approved it
 * had not proved it. Index: devices_by_user; the codes are few.
 */
export async function removeDevices(tx: Tx, userId: string): Promise<void> {
  await tx.delete(deviceCodes).where(eq(deviceCodes.userId, userId));
  await tx.delete(devices).where(eq(devices.userId, userId));
}

/** Writes down a device that is signed in from now on, for the demonstration's devices lab. */
export async function insertDevice(
  db: DbOrTx,
  device: { userId: string; platform: "desktop" | "mobile"; version: string; lab: boolean; tokenHash: string },
): Promise<void> {
  await db.insert(devices).values(device);
}

/**
 * The device that a token stands for, with its platform's policy as it is now, and whether it was noted as seen this
 * minute; null when it is signed out or was not used for so many days. Index: devices_token_once.
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

/** Keeps when a device was last seen and in which version, at most once a minute. Index: devices_pkey. */
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
