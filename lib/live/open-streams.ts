import type { Follower } from "./still-allowed.ts";
import { type FollowedAccount, fallSilent, type Stream, type Word } from "./stream.ts";

/** What a process knows of its streams. */
export interface OpenStreams {
  all: Set<Stream>;
  accounts: Map<string, FollowedAccount>;
  /** By who follows, the oldest first. */
  byFollower: Map<string, Set<Stream>>;
  /** In as many sets as there are beats from one comment of a stream to its next. */
  byBeat: Set<Stream>[];
  /** Accounts to be read, streams to be told, streams to be asked about: each in its turn. */
  toRead: Set<FollowedAccount>;
  toTell: Set<Stream>;
  toReview: Set<Stream>;
  reading: boolean;
  reviewing: Promise<boolean> | null;
  /** What they have in common is set up. */
  begun: boolean;
  /** Changes are not heard just now. */
  deaf: boolean;
  /** The process is to end. */
  stopping: boolean;
}

const slot = Symbol.for("purse.streams");
const store: typeof globalThis & { [slot]?: OpenStreams } = globalThis;

/** How many beats there are from one comment of a stream to its next. */
export const beats = 12;

/** The streams of this process, however often a bundler loads this module. */
export function openStreams(): OpenStreams {
  store[slot] ??= {
    all: new Set(),
    accounts: new Map(),
    byFollower: new Map(),
    byBeat: Array.from({ length: beats }, () => new Set()),
    toRead: new Set(),
    toTell: new Set(),
    toReview: new Set(),
    reading: false,
    reviewing: null,
    begun: false,
    deaf: false,
    stopping: false,
  };
  return store[slot];
}

/** What names one who follows among all of them. */
export function nameOf({ type, id }: Follower): string {
  return `${type}:${id}`;
}

/** Ends a stream, with a last word where there is one, and forgets it; and its account with its last stream. */
export function endStream(stream: Stream, last?: Word): void {
  const streams = openStreams();
  if (!streams.all.delete(stream)) return;
  fallSilent(stream, last);
  for (const one of [streams.toTell, streams.toReview, ...streams.byBeat]) one.delete(stream);
  const name = nameOf(stream.follower);
  const others = streams.byFollower.get(name);
  others?.delete(stream);
  if (others?.size === 0) streams.byFollower.delete(name);
  const { account } = stream;
  account.streams.delete(stream);
  if (account.streams.size > 0) return;
  clearTimeout(account.timer);
  account.unsubscribe();
  streams.accounts.delete(account.id);
}
