import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { arrayOf } from "../../arrays.ts";
import type { DbOrTx } from "../../client.ts";
import { devices } from "../../schema/devices.ts";
import { serviceKeys, sessions } from "../../schema/people.ts";
import { platformPolicies } from "../../schema/platforms.ts";

// Whether the callers of open streams are still signed in: many at once, each kind in one statement.

/** The live ones of these sessions, and whether each was seen this minute. Index: sessions_pkey. */
export async function readLiveSessions(db: DbOrTx, hashes: readonly string[]) {
  return await db
    .select({ id: sessions.sessionToken, seen: within(sessions.lastSeenAt) })
    .from(sessions)
    .where(
      and(
        sql`${sessions.sessionToken} = any(${arrayOf(hashes, "text")})`,
        sql`${sessions.expires} > clock_timestamp()`,
      ),
    )
    .prepare("standing-sessions")
    .execute();
}

/** The signed-in ones of these devices, each with its platform's current policy. Index: devices_pkey. */
export async function readLiveDevices(db: DbOrTx, ids: readonly string[], unusedDays: number) {
  return await db
    .select({ id: devices.id, policy: platformPolicies, seen: within(devices.lastSeenAt) })
    .from(devices)
    .innerJoin(platformPolicies, eq(platformPolicies.platform, devices.platform))
    .where(
      and(
        sql`${devices.id} = any(${arrayOf(ids, "uuid")})`,
        isNull(devices.revokedAt),
        sql`${devices.lastSeenAt} > clock_timestamp() - make_interval(days => ${unusedDays})`,
      ),
    )
    .prepare("standing-devices")
    .execute();
}

/** The valid ones of these keys, by hash. Index: service_keys_hash_once. */
export async function readValidKeys(db: DbOrTx, hashes: readonly string[]) {
  return await db
    .select({ id: serviceKeys.hash, may: serviceKeys.may, seen: within(serviceKeys.lastUsedAt) })
    .from(serviceKeys)
    .where(and(sql`${serviceKeys.hash} = any(${arrayOf(hashes, "text")})`, isNull(serviceKeys.revokedAt)))
    .prepare("standing-keys")
    .execute();
}

function within(instant: typeof sessions.lastSeenAt | typeof devices.lastSeenAt | typeof serviceKeys.lastUsedAt) {
  return sql<boolean>`coalesce(${instant} > clock_timestamp() - interval '1 minute', false)`;
}

// Rows that another process is updating are skipped, so that two processes cannot block each other.

/** Records that sessions are in use. Index: sessions_pkey. */
export async function touchSessions(db: DbOrTx, hashes: readonly string[]): Promise<void> {
  const free = sql`select session_token from sessions where session_token = any(${arrayOf(hashes, "text")})`;
  await touch(db, sql`update sessions set last_seen_at = clock_timestamp() where session_token in`, free);
}

/** Records that devices are in use. Index: devices_pkey. */
export async function touchDevices(db: DbOrTx, ids: readonly string[]): Promise<void> {
  const free = sql`select id from devices where id = any(${arrayOf(ids, "uuid")})`;
  await touch(db, sql`update devices set last_seen_at = clock_timestamp() where id in`, free);
}

/** Records that service keys are in use. Index: service_keys_hash_once. */
export async function touchKeys(db: DbOrTx, hashes: readonly string[]): Promise<void> {
  const free = sql`select name from service_keys where hash = any(${arrayOf(hashes, "text")})`;
  await touch(db, sql`update service_keys set last_used_at = clock_timestamp() where name in`, free);
}

async function touch(db: DbOrTx, update: SQL, free: SQL): Promise<void> {
  await db.execute(sql`${update} (${free} for no key update skip locked)`);
}
