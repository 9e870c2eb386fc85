import "server-only";
import type { Visibility } from "#lib/devices/policy.ts";
import type { FollowedAccount, State } from "./followed-account.ts";
import type { Follower } from "./permissions.ts";

/** The comments of a stream: nothing has changed; LISTEN is down; another stream has replaced this one. */
export type Comment = "still here" | "away" | "replaced";

/** An account with the streams that follow it. */
export type StreamedAccount = FollowedAccount<EventStream>;

/** The account that is followed, the caller, and how much of the balance it sees. */
export interface Following {
  account: StreamedAccount;
  follower: Follower;
  visibility: Visibility;
}

const encoder = new TextEncoder();
const comments: Record<Comment, Uint8Array> = {
  "still here": encoder.encode(": still here\n\n"),
  away: encoder.encode(": away\n\n"),
  // For clients that obey `retry`: not at once, or two of them would replace each other for ever.
  replaced: encoder.encode("retry: 30000\n\n: replaced\n\n"),
};
/** The reconnection delay of every other stream. */
const reconnectMs = 1_000;
const greeting = encoder.encode(`retry: ${reconnectMs}\n\n`);

/** A stream that ends at once, for clients that retry only after 200, with the pause after which they do. */
export function endedStream(retryMs = reconnectMs): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode(`retry: ${retryMs}\n\n`));
      controller.close();
    },
  });
}

/**
 * One open stream of server-sent events, with as little memory as possible. It has no queue: a client that does not read
 * a message gets the present state, and no older one, as soon as it does.
 */
export class EventStream {
  readonly account: StreamedAccount;
  readonly follower: Follower;
  readonly visibility: Visibility;
  readonly #controller: ReadableStreamDefaultController<Uint8Array>;
  /** How many reads of its account had started when it opened: their results may be older than what its client knows. */
  readonly #openedAfter: number;
  #isOpen = true;
  /** The last state that was sent. */
  #sent: State | null = null;
  /** A comment that is still to be sent. */
  #comment: Comment | null;
  /** Whether the last comment said that LISTEN is down. */
  #isAway = false;
  /** Whether its client is ready for a message. */
  #isReady = true;
  /** Whether its client has read nothing since the last heartbeat. */
  #isStuck = false;

  /** Opens it on a controller that was asked for its first message, with a first comment if given. */
  constructor(
    { account, follower, visibility }: Following,
    controller: ReadableStreamDefaultController<Uint8Array>,
    comment: Comment | null,
  ) {
    this.account = account;
    this.follower = follower;
    this.visibility = visibility;
    this.#controller = controller;
    this.#openedAfter = account.begun;
    this.#comment = comment;
    this.#send(greeting);
  }

  /** Called when its client is ready for the next message. */
  resume(): void {
    this.#isReady = true;
    this.#isStuck = false;
    this.flush();
  }

  /** Sends what its client does not have yet, if it is ready: the present state, then the comment. */
  flush(): void {
    if (!this.#isOpen || !this.#isReady) return;
    const state = this.account.stateFor(this.visibility, this.#openedAfter);
    if (state !== undefined && state !== this.#sent) {
      this.#sent = state;
      this.#isAway = false;
      if (this.#comment === "still here") this.#comment = null;
      this.#send(state.message);
    } else if (this.#comment !== null) {
      const comment = this.#comment;
      this.#comment = null;
      this.#isAway = comment === "away";
      this.#send(comments[comment]);
    }
  }

  /** Makes its next comment say that LISTEN is down. */
  sayAway(): void {
    this.#comment = "away";
  }

  /** LISTEN is up and its account was just read. If the client has that state, a comment must say that it is live. */
  sayHeard(): void {
    if (this.#isAway) this.#comment = "still here";
  }

  /** Sends its heartbeat. Returns false when its client has read nothing since the one before. */
  heartbeat(comment: "still here" | "away"): boolean {
    if (this.#isStuck) return false;
    if (this.#isReady) this.#comment = comment;
    else this.#isStuck = true;
    return true;
  }

  /** Closes it, unless its client has left; a last comment is sent even to a client that is not ready. */
  close(last?: Comment): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    if (last !== undefined) this.#controller.enqueue(comments[last]);
    this.#controller.close();
  }

  /** Its client has left: nothing can be sent any more. */
  abandon(): void {
    this.#isOpen = false;
  }

  #send(message: Uint8Array): void {
    this.#isReady = false;
    this.#controller.enqueue(message);
  }
}
