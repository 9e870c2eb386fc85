import "server-only";
import type { Db } from "#db/client.ts";
import {
  readLiveDevices,
  readLiveSessions,
  readValidKeys,
  touchDevices,
  touchKeys,
  touchSessions,
} from "#db/queries/people/live-callers.ts";
import type { Access, Caller } from "#lib/api/http/caller.ts";
import { database } from "#lib/database.ts";
import { checkPermission } from "#lib/devices/check-permission.ts";
import { unusedDays } from "#lib/devices/device-token.ts";
import type { Policy, Visibility } from "#lib/devices/policy.ts";
import { parseVersion } from "#lib/devices/version.ts";
import { log } from "#lib/observability/log.ts";
import { withDeadline } from "#lib/with-deadline.ts";

/** Which callers can follow a balance. */
export const followAccess = { web: true, service: "read", device: "see-total" } as const satisfies Access;

/** The caller that keeps a stream open: the minimum needed to check whether it still can. */
export type Follower =
  | { type: "session"; id: string }
  | { type: "device"; id: string; version: string; visibility: Visibility }
  /** By the key's hash; the demo's own key has none, and is never revoked. */
  | { type: "key"; id: string | null };

/** What a stream keeps of its caller. */
export function followerOf(caller: Caller): Follower {
  switch (caller.type) {
    case "web":
      return { type: "session", id: caller.person.sessionId };
    case "device":
      return { type: "device", id: caller.device, version: caller.clientVersion, visibility: caller.visibility };
    case "service":
      return { type: "key", id: caller.keyHash };
  }
}

const deadlineMs = 3_000;
const streamsAStatement = 500;

/** Checks whether the callers of open streams still have their permission, many at once. */
export class PermissionReview<Stream extends { readonly follower: Follower }> {
  readonly #waiting = new Set<Stream>();
  readonly #onDenied: (stream: Stream) => void;
  #underWay: Promise<boolean> | null = null;

  /** Called for each stream whose caller has lost its permission. */
  constructor(onDenied: (stream: Stream) => void) {
    this.#onDenied = onDenied;
  }

  /** How many streams wait for their check. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Returns whether all could be checked. Streams that could not be checked stay open until the next review. */
  review(streams: Iterable<Stream>): Promise<boolean> {
    for (const stream of streams) this.#waiting.add(stream);
    this.#underWay ??= this.#reviewAll();
    return this.#underWay;
  }

  /** Forgets a stream that has ended. */
  forget(stream: Stream): void {
    this.#waiting.delete(stream);
  }

  async #reviewAll(): Promise<boolean> {
    // Streams announced in the same turn of the event loop are checked together.
    await Promise.resolve();
    try {
      while (this.#waiting.size > 0) await this.#reviewSome();
      return true;
    } catch (error) {
      this.#waiting.clear();
      log.warn({ err: error }, "Permissions to follow balances could not be reviewed");
      return false;
    } finally {
      // Cleared before the check: streams announced from now on are checked again.
      this.#underWay = null;
    }
  }

  async #reviewSome(): Promise<void> {
    const some = [...this.#waiting].slice(0, streamsAStatement);
    for (const stream of some) this.#waiting.delete(stream);
    const followers = some.map(({ follower }) => follower);
    const isPermitted = await withDeadline(readPermissions(database(), followers), deadlineMs);
    for (const stream of some) if (!isPermitted(stream.follower)) this.#onDenied(stream);
  }
}

/**
 * Which of them can still follow a balance as they do: not those that are signed out or revoked, and no device whose
 * visibility has changed. One statement per kind of caller. Records that the callers are in use.
 */
async function readPermissions(db: Db, followers: readonly Follower[]): Promise<(follower: Follower) => boolean> {
  const [sessions, devices, keys] = await Promise.all([
    readSessions(db, idsOf(followers, "session")),
    readDevices(db, idsOf(followers, "device")),
    readKeys(db, idsOf(followers, "key")),
  ]);
  return (follower) => {
    switch (follower.type) {
      case "session":
        return sessions.has(follower.id);
      case "device":
        return isStillPermitted(devices.get(follower.id), follower);
      case "key":
        return follower.id === null || keys.has(follower.id);
    }
  };
}

function idsOf(followers: readonly Follower[], type: Follower["type"]): string[] {
  const ids = followers.flatMap((follower) => (follower.type === type && follower.id !== null ? follower.id : []));
  return [...new Set(ids)];
}

async function readSessions(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = ids.length === 0 ? [] : await readLiveSessions(db, ids);
  await note(rows, (unseen) => touchSessions(db, unseen));
  return new Set(rows.map((row) => row.id));
}

async function readDevices(db: Db, ids: readonly string[]): Promise<Map<string, Policy>> {
  const rows = ids.length === 0 ? [] : await readLiveDevices(db, ids, unusedDays);
  await note(rows, (unseen) => touchDevices(db, unseen));
  return new Map(rows.map((row) => [row.id, row.policy]));
}

async function readKeys(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = ids.length === 0 ? [] : await readValidKeys(db, ids);
  await note(rows, (unseen) => touchKeys(db, unseen));
  return new Set(rows.filter((row) => row.may.includes(followAccess.service)).map((row) => row.id));
}

/** To the minute, so most have been recorded already. */
async function note(rows: { id: string; seen: boolean }[], touch: (ids: string[]) => Promise<void>): Promise<void> {
  const unseen = rows.filter((row) => !row.seen).map((row) => row.id);
  if (unseen.length > 0) await touch(unseen);
}

function isStillPermitted(policy: Policy | undefined, device: { version: string; visibility: Visibility }): boolean {
  const version = parseVersion(device.version);
  if (policy === undefined || version === null || policy.visibility !== device.visibility) return false;
  return checkPermission(policy, version, followAccess.device).status === "yes";
}
