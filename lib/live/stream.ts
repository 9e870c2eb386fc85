import type { Sight } from "#lib/platforms/policy.ts";
import type { Follower } from "./still-allowed.ts";

/** One state of an account as one sight shows it, encoded once for all streams that are told it. */
export interface State {
  /** What tells it from another state: all of it but the instant of its reading. */
  text: string;
  message: Uint8Array;
}

/** An account that somebody follows: read once, for all of its streams. */
export interface FollowedAccount {
  id: string;
  streams: Set<Stream>;
  /** What it was at the last reading, as each sight shows it that a stream ever had. */
  states: Map<Sight, State>;
  /** How many readings have begun, and which of them was the last to succeed. One is under way at a time. */
  begun: number;
  succeeded: number;
  /** Until the next expiry. */
  timer: NodeJS.Timeout | undefined;
  unsubscribe: () => void;
}

/** An open stream, with as little as it takes. */
export interface Stream {
  account: FollowedAccount;
  follower: Follower;
  sees: Sight;
  controller: ReadableStreamDefaultController<Uint8Array>;
  open: boolean;
  /** How many readings of its account had begun when it opened: what they bring may be older than what its client knows. */
  openedBefore: number;
  /** What it was told last. */
  told: State | null;
  /** A comment that it is still to be told. */
  word: Word | null;
  /** The last comment was that changes are not heard. */
  away: boolean;
  /** It takes a message now. One that does not is told the present state, and no older one, as soon as it does. */
  ready: boolean;
  /** It took nothing since its last beat. */
  stuck: boolean;
}

/** The comments of a stream: nothing has changed; changes are not heard just now; another stream has taken its place. */
export type Word = "still here" | "away" | "replaced";

const encoder = new TextEncoder();
const words: Record<Word, Uint8Array> = {
  "still here": encoder.encode(": still here\n\n"),
  away: encoder.encode(": away\n\n"),
  // Where a client obeys: not at once, or two of them would take each other's place for ever.
  replaced: encoder.encode("retry: 30000\n\n: replaced\n\n"),
};
const greeting = encoder.encode("retry: 1000\n\n");

/** Begins to speak: after how long to come back. */
export function greet(stream: Stream): void {
  send(stream, greeting);
}

/** Tells a stream what it was not told yet, when it takes it: the present state, then its comment. */
export function speak(stream: Stream): void {
  if (!stream.open || !stream.ready) return;
  const { account, sees } = stream;
  const state = account.succeeded > stream.openedBefore ? account.states.get(sees) : undefined;
  if (state !== undefined && state !== stream.told) {
    stream.told = state;
    stream.away = false;
    if (stream.word === "still here") stream.word = null;
    send(stream, state.message);
  } else if (stream.word !== null) {
    const { word } = stream;
    stream.word = null;
    stream.away = word === "away";
    send(stream, words[word]);
  }
}

/** Ends what a stream says, unless its client has left; a last word comes even to one that takes nothing just now. */
export function fallSilent(stream: Stream, last?: Word): void {
  if (!stream.open) return;
  stream.open = false;
  if (last !== undefined) stream.controller.enqueue(words[last]);
  stream.controller.close();
}

function send(stream: Stream, message: Uint8Array): void {
  stream.ready = false;
  stream.controller.enqueue(message);
}
