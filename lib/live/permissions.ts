import "server-only";
import type { Db } from "#db/client.ts";
import {
  readStandingDevices,
  readStandingKeys,
  readStandingSessions,
  touchDevices,
  touchKeys,
  touchSessions,
} from "#db/queries/people/live-callers.ts";
import type { Access, Caller } from "#lib/api/http/caller.ts";
import { database } from "#lib/database.ts";
import { unusedDays } from "#lib/devices/device-token.ts";
import { mayClient } from "#lib/devices/may-client.ts";
import type { Policy, Visibility } from "#lib/devices/policy.ts";
import { parseVersion } from "#lib/devices/version.ts";
import { log } from "#lib/observability/log.ts";
import { withDeadline } from "#lib/with-deadline.ts";
import type { EventStream } from "./event-stream.ts";

/** Which callers may follow a balance. */
export const followAccess = { web: true, service: "read", device: "see-total" } as const satisfies Access;

/** Who keeps a stream open: as little as it takes to ask whether they still may. */
export type Follower =
  | { type: "session"; id: string }
  | { type: "device"; id: string; version: string; visibility: Visibility }
  /** By the key's hash; the demonstration's own key has none, and is never revoked. */
  | { type: "key"; id: string | null };

/** What of a caller a stream keeps. */
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

/** Asks whether those who follow still may, many at once. */
export class PermissionReview {
  readonly #waiting = new Set<EventStream>();
  readonly #onDenied: (stream: EventStream) => void;
  #underWay: Promise<boolean> | null = null;

  /** Is told of each stream whose follower may not follow any more. */
  constructor(onDenied: (stream: EventStream) => void) {
    this.#onDenied = onDenied;
  }

  /** How many streams wait to be asked about. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Answers whether all could be asked about. Streams of whom nothing is known stay open, for the next review. */
  review(streams: Iterable<EventStream>): Promise<boolean> {
    for (const stream of streams) this.#waiting.add(stream);
    this.#underWay ??= this.#reviewAll();
    return this.#underWay;
  }

  /** A stream has ended. */
  forget(stream: EventStream): void {
    this.#waiting.delete(stream);
  }

  async #reviewAll(): Promise<boolean> {
    // Whoever is announced in the same turn comes along.
    await Promise.resolve();
    try {
      while (this.#waiting.size > 0) await this.#reviewSome();
      return true;
    } catch (error) {
      this.#waiting.clear();
      log.warn({ err: error }, "Permissions to follow balances could not be reviewed");
      return false;
    } finally {
      // At once: whoever comes from now on begins anew.
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
 * Which of them may follow a balance as they do: not those who are signed out or revoked, and no device that would be
 * shown something else by now. One statement for each sort of them. Notes that those who may are in use.
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
  const rows = ids.length === 0 ? [] : await readStandingSessions(db, ids);
  await note(rows, (unseen) => touchSessions(db, unseen));
  return new Set(rows.map((row) => row.id));
}

async function readDevices(db: Db, ids: readonly string[]): Promise<Map<string, Policy>> {
  const rows = ids.length === 0 ? [] : await readStandingDevices(db, ids, unusedDays);
  await note(rows, (unseen) => touchDevices(db, unseen));
  return new Map(rows.map((row) => [row.id, row.policy]));
}

async function readKeys(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = ids.length === 0 ? [] : await readStandingKeys(db, ids);
  await note(rows, (unseen) => touchKeys(db, unseen));
  return new Set(rows.filter((row) => row.may.includes(followAccess.service)).map((row) => row.id));
}

/** To the minute: most have been noted already. */
async function note(rows: { id: string; seen: boolean }[], touch: (ids: string[]) => Promise<void>): Promise<void> {
  const unseen = rows.filter((row) => !row.seen).map((row) => row.id);
  if (unseen.length > 0) await touch(unseen);
}

function isStillPermitted(policy: Policy | undefined, device: { version: string; visibility: Visibility }): boolean {
  const version = parseVersion(device.version);
  if (policy === undefined || version === null || policy.visibility !== device.visibility) return false;
  return mayClient(policy, version, followAccess.device).status === "yes";
}
