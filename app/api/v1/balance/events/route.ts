import { methods } from "#lib/api/methods.ts";
import { readRoute } from "#lib/api/route.ts";
import { answer } from "#lib/http/answer.ts";
import { balanceStream } from "#lib/live/balance-stream.ts";
import { roomFor } from "#lib/live/open-stream.ts";
import { followAccess, followerOf } from "#lib/live/still-allowed.ts";

const headers = {
  "Content-Type": "text/event-stream; charset=utf-8",
  // Personal, and never compressed: a compressor would hold events back.
  "Cache-Control": "private, no-store, no-transform",
  "X-Accel-Buffering": "no",
};

const follow = readRoute(followAccess, null, async ({ caller, request }) => {
  const { account, sees } = caller;
  const ofAccount = { ...headers, "Credits-Account": account };
  if (request.method === "HEAD") return new Response(null, { headers: ofAccount });
  const follower = followerOf(caller);
  const refusal = roomFor(follower);
  if (refusal !== null) return refusal;
  return new Response(balanceStream({ account, follower, sees }), { headers: ofAccount });
});

/** A page of another site cannot read a stream, but each one that it opens would keep one of its reader's places. */
function refuseOtherSites(request: Request, context: { params: Promise<unknown> }): Promise<Response> {
  if (request.headers.get("sec-fetch-site") !== "cross-site") return follow(request, context);
  return answer(async () => ({ slug: "not-allowed", detail: "a page of another site may not follow a balance" }));
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: refuseOtherSites });
