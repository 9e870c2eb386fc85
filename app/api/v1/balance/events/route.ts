import { methods } from "#lib/api/methods.ts";
import { readRoute } from "#lib/api/route.ts";
import { database } from "#lib/database.ts";
import { identify } from "#lib/http/caller.ts";
import { readBalance } from "#lib/ledger/read-balance.ts";
import { balanceStream } from "#lib/realtime/balance-stream.ts";

const access = { web: true, service: "read" } as const;

const headers = {
  "Content-Type": "text/event-stream; charset=utf-8",
  // Personal, and never compressed: a compressor would hold events back.
  "Cache-Control": "private, no-store, no-transform",
  "X-Accel-Buffering": "no",
};

const follow = readRoute(access, null, async ({ caller: { account }, request }) => {
  if (request.method === "HEAD") return new Response(null, { headers });
  const read = () => readBalance(database(), account);
  const stillAllowed = async () => !("slug" in (await identify(request, access)));
  return new Response(balanceStream({ account, read, stillAllowed }, request.signal), { headers });
});

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: follow });
