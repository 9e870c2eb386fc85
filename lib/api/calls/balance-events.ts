import "server-only";
import { z } from "zod";
import { accountCall } from "#lib/api/call.ts";
import { noInput } from "#lib/api/input.ts";
import { balanceHeaders } from "#lib/api/shapes.ts";
import { balanceHub } from "#lib/live/balance-hub.ts";
import { endedStream } from "#lib/live/event-stream.ts";
import { followAccess, followerOf } from "#lib/live/permissions.ts";

const headers = {
  "Content-Type": "text/event-stream; charset=utf-8",
  // Personal, and never compressed: a compressor would delay events.
  "Cache-Control": "private, no-store, no-transform",
  "X-Accel-Buffering": "no",
};

/** The pause that an EventSource makes between its tries during an outage. */
const outageRetryMs = 3_000;

export const followBalance = accountCall({
  operationId: "followBalance",
  method: "GET",
  path: "/api/v1/balance/events",
  summary: "The balance as server-sent events: the current state at once, and again after every change",
  callers: followAccess,
  input: noInput,
  answers: {
    "200": {
      description:
        "`event: balance`, `id:` the version, `data:` a Balance; and a comment as heartbeat every 15 s. The comment `away` says that changes are not received until the next message. A slow reader gets the current state, not every state in between. A session or a device can have 8 streams: another one ends the oldest, with the comment `replaced`. A service key can have 5,000: another one is refused. While the database is away, a request that accepts `text/event-stream` and names no account gets a stream that ends at once and asks to be opened again after 3 s, because an EventSource gives up at 503; it says nothing about the caller.",
      contentTypes: ["text/event-stream"],
      schema: z.string(),
      headers: {
        "X-Accel-Buffering": z.literal("no"),
        "Credits-Account": balanceHeaders["Credits-Account"]
          .optional()
          .meta({ description: "The account of this balance; missing where the caller cannot be checked." }),
      },
    },
  },
  problems: ["rate-limited"],
  duringOutage: (request) =>
    request.method === "GET" && retriesOnlyAfter200(request.headers)
      ? new Response(endedStream(outageRetryMs), { headers })
      : null,
  handle: async ({ caller, request }) => {
    // A page of another site cannot read a stream, but each stream that it opens would count against the user's limit.
    if (request.headers.get("sec-fetch-site") === "cross-site") {
      return { slug: "not-allowed", detail: "pages of other sites cannot follow a balance" };
    }
    const { account, visibility } = caller;
    const ofAccount = { ...headers, "Credits-Account": account };
    if (request.method === "HEAD") return new Response(null, { headers: ofAccount });
    const follower = followerOf(caller);
    const hub = balanceHub();
    const refusal = hub.roomFor(follower);
    if (refusal !== null) return refusal;
    return new Response(hub.follow({ account, follower, visibility }), { headers: ofAccount });
  },
});

/**
 * Whether a client may be an EventSource. Clients that name an account expect to read it in a response of 200, and it is not
 * known here whether they may follow it: they get 503. So do pages of other sites, which get nothing but refusals.
 */
function retriesOnlyAfter200(headers: Headers): boolean {
  const accepted =
    headers
      .get("accept")
      ?.split(",")
      .map((type) => type.split(";")[0]?.trim().toLowerCase()) ?? [];
  return (
    accepted.includes("text/event-stream") &&
    !headers.has("credits-account") &&
    headers.get("sec-fetch-site") !== "cross-site"
  );
}
