import { and, eq, isNull, sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { devices } from "../schema/devices.ts";
import { platformPolicies } from "../schema/platforms.ts";

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
