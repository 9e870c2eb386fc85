import "server-only";
import type { Problem } from "#lib/http/problem.ts";
import type { Sight } from "#lib/platforms/policy.ts";
import { onDeafness, onHearing, onKeyEnd, onPolicyChange } from "#lib/realtime/listener.ts";
import { keepBeat } from "./beat.ts";
import { followAccount } from "./follow-account.ts";
import { endStream, nameOf, type OpenStreams, openStreams } from "./open-streams.ts";
import { readSoon } from "./read-in-turn.ts";
import { review } from "./review.ts";
import type { Follower } from "./still-allowed.ts";
import { greet, type Stream } from "./stream.ts";
import { tellSoon } from "./tell-in-turn.ts";

/** Streams of one browser session or device; one more takes the place of the oldest, which a network may have lost long ago. */
export const streamsOfOne = 8;
/** Streams of one service key; a program is told that there are no more. */
export const streamsOfAKey = 5_000;
/** Streams of a process: what its memory has room for. */
export const streamsOfAll = 10_000;

/** Why one more stream may not be opened; null when it may. */
export function roomFor(follower: Follower): Problem | null {
  const { all, byFollower, stopping } = openStreams();
  if (stopping || all.size >= streamsOfAll) {
    return { slug: "unavailable", detail: "no more streams can be opened here just now", retryAfterSeconds: 5 };
  }
  const own = byFollower.get(nameOf(follower))?.size ?? 0;
  if (follower.type !== "key" || own < streamsOfAKey) return null;
  return { slug: "rate-limited", detail: `at most ${streamsOfAKey} streams of a key at a time`, retryAfterSeconds: 5 };
}

/** Opens a stream on a controller that is asked for its first message. */
export function openStream(
  { account, follower, sees }: { account: string; follower: Follower; sees: Sight },
  controller: ReadableStreamDefaultController<Uint8Array>,
): Stream {
  const streams = openStreams();
  // Subscribe first, then read: a change between the two reads once more than needed, never less.
  const followed = followAccount(account);
  const stream: Stream = {
    account: followed,
    follower,
    sees,
    controller,
    open: true,
    openedBefore: followed.begun,
    told: null,
    word: streams.deaf ? "away" : null,
    away: false,
    ready: true,
    stuck: false,
  };
  followed.streams.add(stream);
  if (!followed.states.has(sees)) followed.states.set(sees, { text: "", message: new Uint8Array() });
  keep(stream, streams);
  greet(stream);
  readSoon(followed);
  return stream;
}

function keep(stream: Stream, streams: OpenStreams): void {
  const { all, byBeat, byFollower } = streams;
  if (!streams.begun) begin(streams);
  all.add(stream);
  smallest(byBeat).add(stream);
  const name = nameOf(stream.follower);
  const own = byFollower.get(name) ?? new Set();
  byFollower.set(name, own.add(stream));
  const [oldest] = own;
  if (stream.follower.type !== "key" && own.size > streamsOfOne && oldest !== undefined) endStream(oldest, "replaced");
}

/** Those that beat together stay as few as can be. */
function smallest(sets: Set<Stream>[]): Set<Stream> {
  return sets.reduce((least, set) => (set.size < least.size ? set : least));
}

/** What all streams of this process have in common, from the first one on. */
function begin(streams: OpenStreams): void {
  streams.begun = true;
  const ofType = (type: Follower["type"]) => [...streams.all].filter(({ follower }) => follower.type === type);
  onPolicyChange(() => void review(ofType("device")));
  onKeyEnd(() => void review(ofType("key")));
  onDeafness(() => {
    streams.deaf = true;
    for (const stream of streams.all) stream.word = "away";
    tellSoon(streams.all);
  });
  onHearing(() => {
    streams.deaf = false;
  });
  keepBeat();
  // The server would wait for ever for streams that stay open.
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      streams.stopping = true;
      for (const stream of streams.all) endStream(stream);
    });
  }
}
