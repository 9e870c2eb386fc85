import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { DbOrTx } from "../../client.ts";
import { deviceCodes } from "../../schema/devices.ts";

/** A device's sign-in request, as stored. */
export interface NewDeviceCode {
  deviceCodeHash: string;
  userCode: string;
  platform: "desktop" | "mobile";
  version: string;
  address: string;
  seconds: number;
  intervalSeconds: number;
}

/** Stores a device's request; false when its user code is taken. Index: device_codes_user_code_once. */
export async function insertDeviceCode(db: DbOrTx, { seconds, ...code }: NewDeviceCode): Promise<boolean> {
  const made = await db
    .insert(deviceCodes)
    .values({
      ...code,
      requestedAt: sql`clock_timestamp()`,
      expiresAt: sql`clock_timestamp() + make_interval(secs => ${seconds})`,
    })
    .onConflictDoNothing()
    .returning({ userCode: deviceCodes.userCode });
  return made.length > 0;
}

const signedIn = z.object({ id: z.uuid(), userId: z.uuid(), version: z.string(), address: z.string() });

/**
 * Turns an approved request into a signed-in device, in one statement: of any number of concurrent calls, one gets a row.
 * The version is the one that the user was shown; the one sent now is used only when the request had none. Index:
 * device_codes_pkey.
 */
export async function redeemDeviceCode(
  db: DbOrTx,
  asked: { deviceCodeHash: string; platform: string; version: string | null; tokenHash: string },
): Promise<z.infer<typeof signedIn> | null> {
  const rows = await db.execute(sql`
    with redeemed as (
      update device_codes set status = 'redeemed'
      where device_code_hash = ${asked.deviceCodeHash} and platform = ${asked.platform}::platform
        and status = 'approved' and expires_at > clock_timestamp()
      returning user_id, platform, version, address
    ), made as (
      insert into devices (user_id, platform, version, token_hash, created_at, last_seen_at)
      select user_id, platform, coalesce(nullif(version, ''), ${asked.version}::text, ''), ${asked.tokenHash}, clock_timestamp(), clock_timestamp()
      from redeemed
      returning id, user_id, version
    )
    select made.id, made.user_id as "userId", made.version, redeemed.address from made, redeemed`);
  return rows[0] === undefined ? null : signedIn.parse(rows[0]);
}

const polled = z.object({
  status: z.enum(["pending", "approved", "denied", "redeemed"]),
  isOver: z.boolean(),
  tooSoon: z.boolean(),
});

/** A request that is early by less than this is network jitter, not the device's fault. */
const allowedMs = 500;

/**
 * Records a poll of a device and returns the status of its request; null when this platform has no such request. A device
 * that polls too early must wait 5 seconds longer from then on (RFC 8628, 3.5). Index: device_codes_pkey.
 */
export async function noteDevicePoll(
  db: DbOrTx,
  { deviceCodeHash, platform }: { deviceCodeHash: string; platform: string },
): Promise<z.infer<typeof polled> | null> {
  const rows = await db.execute(sql`
    with code as (
      select device_code_hash, status, expires_at <= clock_timestamp() as is_over,
        coalesce(polled_at + make_interval(secs => interval_seconds - ${allowedMs / 1000}::float8) > clock_timestamp(), false) as too_soon
      from device_codes
      where device_code_hash = ${deviceCodeHash} and platform = ${platform}::platform
      for update
    ), noted as (
      update device_codes d
      set polled_at = clock_timestamp(), interval_seconds = d.interval_seconds + case when code.too_soon then 5 else 0 end
      from code where d.device_code_hash = code.device_code_hash and code.status = 'pending' and not code.is_over
    )
    select status, is_over as "isOver", too_soon as "tooSoon" from code`);
  return rows[0] === undefined ? null : polled.parse(rows[0]);
}

const request = {
  deviceCodeHash: deviceCodes.deviceCodeHash,
  platform: deviceCodes.platform,
  version: deviceCodes.version,
  address: deviceCodes.address,
  status: deviceCodes.status,
  userId: deviceCodes.userId,
  requestedAt: deviceCodes.requestedAt,
  isOver: sql<boolean>`${deviceCodes.expiresAt} <= clock_timestamp()`,
};

/** The pending request with a user code, for the page where the code is typed. Index: device_codes_user_code_once. */
export async function findPendingDeviceCode(db: DbOrTx, userCode: string): Promise<string | null> {
  const [row] = await db
    .select({ deviceCodeHash: deviceCodes.deviceCodeHash })
    .from(deviceCodes)
    .where(
      and(
        eq(deviceCodes.userCode, userCode),
        eq(deviceCodes.status, "pending"),
        sql`${deviceCodes.expiresAt} > clock_timestamp()`,
      ),
    );
  return row?.deviceCodeHash ?? null;
}

/** One request, for the page that asks whether to approve it. Index: device_codes_pkey. */
export async function readDeviceCode(db: DbOrTx, deviceCodeHash: string) {
  const [row] = await db.select(request).from(deviceCodes).where(eq(deviceCodes.deviceCodeHash, deviceCodeHash));
  return row ?? null;
}

/**
 * Approves or denies a pending request, once, for the user of a session; false when it is no longer pending or the session
 * has ended: signing out everywhere waits for this statement or is visible to it. Index: device_codes_pkey.
 */
export async function answerDeviceCode(
  db: DbOrTx,
  asked: { deviceCodeHash: string; sessionId: string; status: "approved" | "denied" },
): Promise<boolean> {
  const answered = await db.execute(sql`
    with session as (
      select user_id from sessions
      where session_token = ${asked.sessionId} and expires > clock_timestamp()
      for share
    )
    update device_codes c set status = ${asked.status}::device_code_status, user_id = session.user_id
    from session
    where c.device_code_hash = ${asked.deviceCodeHash} and c.status = 'pending' and c.expires_at > clock_timestamp()
    returning c.status`);
  return answered.length > 0;
}
