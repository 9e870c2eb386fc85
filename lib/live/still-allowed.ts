import "server-only";
import type { Db } from "#db/client.ts";
import {
  readStandingDevices,
  readStandingKeys,
  readStandingSessions,
  touchDevices,
  touchKeys,
  touchSessions,
} from "#db/queries/read-standing.ts";
import { unusedDays } from "#lib/devices/device-token.ts";
import type { Access, Caller } from "#lib/http/caller.ts";
import { mayClient } from "#lib/platforms/may-client.ts";
import type { Policy, Sight } from "#lib/platforms/policy.ts";
import { parseVersion } from "#lib/platforms/version.ts";

/** Who may follow a balance. */
export const followAccess = { web: true, service: "read", device: "see-total" } as const satisfies Access;

/** Who keeps a stream open: as little as it takes to ask whether they still may. */
export type Follower =
  | { type: "session"; id: string }
  | { type: "device"; id: string; version: string; sees: Sight }
  /** By the key's hash; the demonstration's own key has none, and is never revoked. */
  | { type: "key"; id: string | null };

/** What of a caller a stream keeps. */
export function followerOf(caller: Caller): Follower {
  switch (caller.type) {
    case "web":
      return { type: "session", id: caller.person.sessionId };
    case "device":
      return { type: "device", id: caller.device, version: caller.clientVersion, sees: caller.sees };
    case "service":
      return { type: "key", id: caller.keyHash };
  }
}

/**
 * Which of them may follow a balance as they do: not those who are signed out or revoked, and no device that would be
 * shown something else by now. One statement for each sort of them. Notes that those who may are in use.
 */
export async function stillAllowed(db: Db, followers: readonly Follower[]): Promise<(follower: Follower) => boolean> {
  const [sessions, devices, keys] = await Promise.all([
    askSessions(db, idsOf(followers, "session")),
    askDevices(db, idsOf(followers, "device")),
    askKeys(db, idsOf(followers, "key")),
  ]);
  return (follower) => {
    switch (follower.type) {
      case "session":
        return sessions.has(follower.id);
      case "device":
        return mayStill(devices.get(follower.id), follower);
      case "key":
        return follower.id === null || keys.has(follower.id);
    }
  };
}

function idsOf(followers: readonly Follower[], type: Follower["type"]): string[] {
  const ids = followers.flatMap((follower) => (follower.type === type && follower.id !== null ? follower.id : []));
  return [...new Set(ids)];
}

async function askSessions(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = ids.length === 0 ? [] : await readStandingSessions(db, ids);
  await note(rows, (unseen) => touchSessions(db, unseen));
  return new Set(rows.map((row) => row.id));
}

async function askDevices(db: Db, ids: readonly string[]): Promise<Map<string, Policy>> {
  const rows = ids.length === 0 ? [] : await readStandingDevices(db, ids, unusedDays);
  await note(rows, (unseen) => touchDevices(db, unseen));
  return new Map(rows.map((row) => [row.id, row.policy]));
}

async function askKeys(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = ids.length === 0 ? [] : await readStandingKeys(db, ids);
  await note(rows, (unseen) => touchKeys(db, unseen));
  return new Set(rows.filter((row) => row.may.includes(followAccess.service)).map((row) => row.id));
}

/** To the minute: most have been noted already. */
async function note(rows: { id: string; seen: boolean }[], touch: (ids: string[]) => Promise<void>): Promise<void> {
  const unseen = rows.filter((row) => !row.seen).map((row) => row.id);
  if (unseen.length > 0) await touch(unseen);
}

function mayStill(policy: Policy | undefined, { version, sees }: { version: string; sees: Sight }): boolean {
  const parsed = parseVersion(version);
  if (policy === undefined || parsed === null || policy.sees !== sees) return false;
  return mayClient(policy, parsed, followAccess.device).status === "yes";
}
