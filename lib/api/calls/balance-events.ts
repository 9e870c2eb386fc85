import "server-only";
import { z } from "zod";
import { accountCall } from "#lib/api/call.ts";
import { noInput } from "#lib/api/input.ts";
import { balanceHeaders } from "#lib/api/shapes.ts";
import { balanceHub } from "#lib/live/balance-hub.ts";
import { followAccess, followerOf } from "#lib/live/permissions.ts";

const headers = {
  "Content-Type": "text/event-stream; charset=utf-8",
  // Personal, and never compressed: a compressor would hold events back.
  "Cache-Control": "private, no-store, no-transform",
  "X-Accel-Buffering": "no",
};

export const followBalance = accountCall({
  operationId: "followBalance",
  method: "GET",
  path: "/api/v1/balance/events",
  summary: "The balance as server-sent events: the present state at once, and after every change",
  callers: followAccess,
  input: noInput,
  answers: {
    "200": {
      description:
        "`event: balance`, `id:` the version, `data:` a Balance; and a comment every 15 s. The comment `away` says that changes are not heard until the next message. A slow reader gets the present state, not every one. A session or a device has 8 streams: one more ends the oldest, with the comment `replaced`. A service key has 5,000: one more is refused.",
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
    // A page of another site cannot read a stream, but each that it opens would take a place of its reader's.
    if (request.headers.get("sec-fetch-site") === "cross-site") {
      return { slug: "not-allowed", detail: "a page of another site may not follow a balance" };
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
