import "server-only";
import { z } from "zod";
import { accountCall } from "#lib/api/call.ts";
import { noInput } from "#lib/api/input.ts";
import { balanceHeaders } from "#lib/api/shapes.ts";
import { balanceHub } from "#lib/live/balance-hub.ts";
import { followAccess, followerOf } from "#lib/live/permissions.ts";

const headers = {
  "Content-Type": "text/event-stream; charset=utf-8",
  // Personal, and never compressed: a compressor would delay events.
  "Cache-Control": "private, no-store, no-transform",
  "X-Accel-Buffering": "no",
};

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
        "`event: balance`, `id:` the version, `data:` a Balance; and a comment as heartbeat every 15 s. The comment `away` says that changes are not received until the next message. A slow reader gets the current state, not every state in between. A session or a device can have 8 streams: another one ends the oldest, with the comment `replaced`. A service key can have 5,000: another one is refused.",
      contentTypes: ["text/event-stream"],
      schema: z.string(),
      headers: {
        "X-Accel-Buffering": z.literal("no"),
        ...balanceHeaders,
      },
    },
  },
  problems: ["rate-limited"],
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
