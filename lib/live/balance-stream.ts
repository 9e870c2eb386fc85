import "server-only";
import type { Sight } from "#lib/platforms/policy.ts";
import { openStream } from "./open-stream.ts";
import { endStream } from "./open-streams.ts";
import type { Follower } from "./still-allowed.ts";
import { type Stream, speak } from "./stream.ts";

/**
 * Server-sent events with the account's present state: at once, after every announced change, and at the instant of
 * the next expiry, whether it is booked or not. Never the same state twice, and to a slow reader not every one: it is
 * told the present one when it takes it. Ends when the reader leaves, is no longer allowed or takes nothing. While the
 * database cannot be asked it stays open, says so in a comment, and speaks again when it can.
 */
export function balanceStream(whose: { account: string; follower: Follower; sees: Sight }): ReadableStream<Uint8Array> {
  let stream: Stream | undefined;
  return new ReadableStream<Uint8Array>(
    {
      // Begins with the first reading: an answer that nobody takes leaves nothing behind.
      pull(controller) {
        if (stream === undefined) {
          stream = openStream(whose, controller);
          return;
        }
        stream.ready = true;
        stream.stuck = false;
        speak(stream);
      },
      cancel() {
        if (stream === undefined) return;
        stream.open = false;
        endStream(stream);
      },
    },
    // Nothing lies and waits here: what a reader has not taken it is not told.
    { highWaterMark: 0 },
  );
}
