import "server-only";
import type { Visibility } from "#lib/devices/policy.ts";
import type { FollowedAccount } from "./account-reader.ts";
import type { Follower } from "./permissions.ts";

/** One state of an account as one visibility shows it, encoded once for all streams that are sent it. */
export interface State {
  /** What tells it from another state: all of it but the instant of its reading. */
  text: string;
  message: Uint8Array;
}

/** The comments of a stream: nothing has changed; changes are not heard just now; another stream has taken its place. */
export type Comment = "still here" | "away" | "replaced";

/** Whose balance is followed, by whom, and how much of it they see. */
export interface Following {
  account: FollowedAccount;
  follower: Follower;
  visibility: Visibility;
}

const encoder = new TextEncoder();
const comments: Record<Comment, Uint8Array> = {
  "still here": encoder.encode(": still here\n\n"),
  away: encoder.encode(": away\n\n"),
  // Where a client obeys: not at once, or two of them would take each other's place for ever.
  replaced: encoder.encode("retry: 30000\n\n: replaced\n\n"),
};
/** After how long to come back. */
const greeting = encoder.encode("retry: 1000\n\n");

/**
 * One open stream of server-sent events, with as little as it takes. Nothing waits in it: a client that does not take a
 * message is sent the present state, and no older one, as soon as it does.
 */
export class EventStream {
  readonly account: FollowedAccount;
  readonly follower: Follower;
  readonly visibility: Visibility;
  readonly #controller: ReadableStreamDefaultController<Uint8Array>;
  /** How many readings of its account had begun when it opened: what they bring may be older than what its client knows. */
  readonly #openedAfter: number;
  #isOpen = true;
  /** The state that it was sent last. */
  #sent: State | null = null;
  /** A comment that it is still to be sent. */
  #comment: Comment | null;
  /** The last comment was that changes are not heard. */
  #isAway = false;
  /** Its client takes a message now. */
  #isReady = true;
  /** Its client took nothing since the last heartbeat. */
  #isStuck = false;

  /** Opens it on a controller that is asked for its first message, with a first comment where there is one. */
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

  /** Its client takes the next message. */
  resume(): void {
    this.#isReady = true;
    this.#isStuck = false;
    this.flush();
  }

  /** Sends what its client does not have yet, if it takes it: the present state, then the comment. */
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

  /** Its next comment is that changes are not heard. */
  sayAway(): void {
    this.#comment = "away";
  }

  /** Changes are heard: its account was read just now. Where the state is the one that it has, a comment has to say so. */
  sayHeard(): void {
    if (this.#isAway) this.#comment = "still here";
  }

  /** Its heartbeat. Answers false when its client has taken nothing since the one before. */
  heartbeat(comment: "still here" | "away"): boolean {
    if (this.#isStuck) return false;
    if (this.#isReady) this.#comment = comment;
    else this.#isStuck = true;
    return true;
  }

  /** Ends it, unless its client has left; a last comment comes even to one that takes nothing just now. */
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
