import { and, eq, isNull, sql } from "drizzle-orm";
import type { DbOrTx, Tx } from "../client.ts";
import { deviceCodes, devices } from "../schema/devices.ts";

/** Signs one device of a person out: its next request is a stranger's. Index: devices_pkey. */
export async function revokeDevice(db: DbOrTx, { id, userId }: { id: string; userId: string }): Promise<void> {
  await db
    .update(devices)
    .set({ revokedAt: sql`clock_timestamp()` })
    .where(and(eq(devices.id, id), eq(devices.userId, userId), isNull(devices.revokedAt)));
}

/**
 * Removes every device that was signed in, or is about to be, before a person's address was proved: whoever approved it
 * had not proved it. Index: devices_by_user; the codes are few.
 */
export async function removeDevices(tx: Tx, userId: string): Promise<void> {
  await tx.delete(deviceCodes).where(eq(deviceCodes.userId, userId));
  await tx.delete(devices).where(eq(devices.userId, userId));
}
