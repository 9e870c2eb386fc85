import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { Problem } from "#lib/api/http/problem.ts";
import type { Visibility } from "#lib/devices/policy.ts";
import { AccountReader } from "./account-reader.ts";
import { type Comment, EventStream, endedStream, type StreamedAccount } from "./event-stream.ts";
import { FollowedAccount } from "./followed-account.ts";
import { onAccountChange, onKeyEnd, onListenDown, onListenUp, onPolicyChange, onSignOut } from "./listener.ts";
import { type Follower, PermissionReview } from "./permissions.ts";

/** Streams per browser session or device; one more replaces the oldest, whose connection may have been lost long ago. */
export const streamsOfOne = 8;
/** Streams per service key; a program that opens more is refused. */
export const streamsOfAKey = 5_000;
/** Streams per process: what its memory allows. */
export const streamsOfAll = 10_000;

/** Each stream has a heartbeat every 15 s, a part of them at a time. */
const parts = 12;
/** How often `heartbeat` is to be called: the registry of jobs does. */
export const heartbeatEveryMs = 15_000 / parts;
/** Permissions are reviewed every 3.75 s: a caller signed out without an announcement loses its stream within five. */
const partsAReview = 3;
const reviewPatienceMs = 1_000;
/** How many streams are sent to per turn of the event loop: each takes some ten microseconds, plus a system call. */
const streamsATurn = 100;

/** The account to follow, the caller, and how much of the balance it sees. */
interface Request {
  account: string;
  follower: Follower;
  visibility: Visibility;
}

const slot = Symbol.for("purse.balance-hub");
const store: typeof globalThis & { [slot]?: BalanceHub } = globalThis;

/** The hub of this process, however often a bundler loads this module. */
export function balanceHub(): BalanceHub {
  store[slot] ??= new BalanceHub();
  return store[slot];
}

/**
 * All balances that are followed through this process. An account is read once for all of its streams: after a stream
 * subscribes, after each announced change, and at the instant of its next expiry or lapse, booked or not. Streams are
 * sent the present state, some in each turn of the event loop, and are closed when their caller loses its permission.
 */
export class BalanceHub {
  readonly #streams = new Set<EventStream>();
  readonly #accounts = new Map<string, { account: StreamedAccount; unsubscribe: () => void }>();
  /** Oldest first. */
  readonly #byFollower = new Map<string, Set<EventStream>>();
  /** Groups of streams that have their heartbeat together. */
  readonly #byPart = Array.from({ length: parts }, () => new Set<EventStream>());
  readonly #toSend = new Set<EventStream>();
  readonly #reader = new AccountReader({
    onRead: (account) => this.#sendState(account),
    onGone: (account) => this.#closeAll(account.streams),
  });
  readonly #permissions = new PermissionReview<EventStream>((stream) => this.#close(stream));
  #isStarted = false;
  #turn = 0;
  #isListenDown = false;
  #isClosed = false;

  /** Why one more stream cannot be opened; null when it can. */
  roomFor(follower: Follower): Problem | null {
    if (this.#streams.size >= streamsOfAll) {
      return { slug: "unavailable", detail: "no more streams can be opened here just now", retryAfterSeconds: 5 };
    }
    const own = this.#byFollower.get(nameOf(follower))?.size ?? 0;
    if (follower.type !== "key" || own < streamsOfAKey) return null;
    const detail = `at most ${streamsOfAKey} streams of a key at a time`;
    return { slug: "rate-limited", detail, retryAfterSeconds: 5 };
  }

  /**
   * Server-sent events with the account's present state: at once, after every announced change, and at the instant of
   * the next expiry, whether it is booked or not. The same state is never sent twice, and a slow client does not get
   * every state but the present one when it reads. Closed when the client leaves, loses its permission or reads nothing.
   * While the database is down the stream stays open, says so in a comment, and continues afterwards. Once the process is
   * stopping, a new stream ends at once.
   */
  follow(request: Request): ReadableStream<Uint8Array> {
    // No 503: an EventSource gives up for good at any status but 200.
    if (this.#isClosed) return endedStream();
    let stream: EventStream | undefined;
    return new ReadableStream<Uint8Array>(
      {
        // Opened by the first read: a response that is never read keeps nothing.
        pull: (controller) => {
          if (stream === undefined) stream = this.#open(request, controller);
          else stream.resume();
        },
        cancel: () => {
          if (stream === undefined) return;
          stream.abandon();
          this.#close(stream);
        },
      },
      // No queue: what a client has not read is replaced, not buffered.
      { highWaterMark: 0 },
    );
  }

  /** Closes all streams and opens no more: otherwise the server would wait for ever for open ones. */
  close(): void {
    this.#isClosed = true;
    this.#closeAll(this.#streams);
  }

  /** Reviews the permission of a part of the streams, sends a part their heartbeat, and ends those that take nothing. */
  async heartbeat(): Promise<void> {
    if (this.#streams.size === 0) return;
    this.#turn += 1;
    const turn = this.#turn;
    const due = this.#byPart.filter((_, part) => part % partsAReview === turn % partsAReview);
    const reviewed = this.#permissions.review(due.flatMap((part) => [...part]));
    const couldAsk = await Promise.race([reviewed, sleep(reviewPatienceMs, false)]);
    const comment = couldAsk && !this.#isListenDown ? "still here" : "away";
    const beating = [...(this.#byPart[turn % parts] ?? [])];
    for (const stream of beating) if (!stream.heartbeat(comment)) this.#close(stream);
    this.#sendSoon(beating.filter((stream) => this.#streams.has(stream)));
  }

  /** How many objects of each kind are kept: none when nothing is followed. */
  counts(): { streams: number; accounts: number; followers: number; waiting: number } {
    const inParts = this.#byPart.reduce((sum, part) => sum + part.size, 0);
    return {
      streams: this.#streams.size,
      accounts: this.#accounts.size,
      followers: this.#byFollower.size,
      waiting: inParts + this.#toSend.size + this.#permissions.size,
    };
  }

  #open(request: Request, controller: ReadableStreamDefaultController<Uint8Array>): EventStream {
    if (!this.#isStarted) this.#start();
    const { follower, visibility } = request;
    // Subscribe first, then read: a change between the two causes an extra read, never a missing one.
    const account = this.#followed(request.account);
    const stream = new EventStream({ account, follower, visibility }, controller, this.#isListenDown ? "away" : null);
    account.add(stream);
    this.#streams.add(stream);
    smallest(this.#byPart).add(stream);
    const own = this.#byFollower.get(nameOf(follower)) ?? new Set();
    this.#byFollower.set(nameOf(follower), own.add(stream));
    const [oldest] = own;
    if (follower.type !== "key" && own.size > streamsOfOne && oldest !== undefined) this.#close(oldest, "replaced");
    this.#reader.readSoon(account);
    return stream;
  }

  #followed(id: string): StreamedAccount {
    const known = this.#accounts.get(id);
    if (known !== undefined) return known.account;
    const account = new FollowedAccount<EventStream>(id);
    const subscriptions = [
      onAccountChange(id, () => this.#reader.readSoon(account)),
      onSignOut(id, () => void this.#permissions.review(account.streams)),
    ];
    const unsubscribe = () => {
      for (const end of subscriptions) end();
    };
    this.#accounts.set(id, { account, unsubscribe });
    return account;
  }

  /** Closes a stream, with a last comment if given, and removes it; and its account with its last stream. */
  #close(stream: EventStream, last?: Comment): void {
    if (!this.#streams.delete(stream)) return;
    stream.close(last);
    for (const kept of [this.#toSend, ...this.#byPart]) kept.delete(stream);
    this.#permissions.forget(stream);
    const name = nameOf(stream.follower);
    const own = this.#byFollower.get(name);
    own?.delete(stream);
    if (own?.size === 0) this.#byFollower.delete(name);
    const { account } = stream;
    account.streams.delete(stream);
    if (account.streams.size > 0) return;
    account.callIn(null, () => undefined);
    this.#accounts.get(account.id)?.unsubscribe();
    this.#accounts.delete(account.id);
  }

  #closeAll(streams: Iterable<EventStream>): void {
    for (const stream of streams) this.#close(stream);
  }

  /** The parts that all streams of this process share, created with the first one. */
  #start(): void {
    this.#isStarted = true;
    const ofType = (type: Follower["type"]) => [...this.#streams].filter(({ follower }) => follower.type === type);
    onPolicyChange(() => void this.#permissions.review(ofType("device")));
    onKeyEnd(() => void this.#permissions.review(ofType("key")));
    onListenDown(() => {
      this.#isListenDown = true;
      for (const stream of this.#streams) stream.sayAway();
      this.#sendSoon(this.#streams);
    });
    onListenUp(() => {
      this.#isListenDown = false;
    });
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => this.close());
  }

  #sendState(account: StreamedAccount): void {
    for (const stream of account.streams) {
      if (this.#isListenDown) stream.sayAway();
      else stream.sayHeard();
    }
    this.#sendSoon(account.streams);
  }

  /** Sends new states, to some streams in each turn of the event loop, so that other requests are served in between. */
  #sendSoon(streams: Iterable<EventStream>): void {
    const isUnderWay = this.#toSend.size > 0;
    for (const stream of streams) this.#toSend.add(stream);
    if (!isUnderWay && this.#toSend.size > 0) setImmediate(() => this.#sendSome());
  }

  #sendSome(): void {
    try {
      for (const stream of [...this.#toSend].slice(0, streamsATurn)) {
        this.#toSend.delete(stream);
        stream.flush();
      }
    } finally {
      if (this.#toSend.size > 0) setImmediate(() => this.#sendSome());
    }
  }
}

/** The identity of a caller among all that follow. */
function nameOf({ type, id }: Follower): string {
  return `${type}:${id}`;
}

/** Heartbeat groups are kept as small as possible. */
function smallest(sets: Set<EventStream>[]): Set<EventStream> {
  return sets.reduce((least, set) => (set.size < least.size ? set : least));
}
