import { methods } from "#lib/api/methods.ts";
import { presentBalance } from "#lib/api/present.ts";
import { readRoute } from "#lib/api/route.ts";
import type { Balance } from "#lib/credits/balance.ts";
import { database } from "#lib/database.ts";
import { identify } from "#lib/http/caller.ts";
import { readBalance } from "#lib/ledger/read-balance.ts";
import { balanceStream } from "#lib/realtime/balance-stream.ts";

const access = { web: true, service: "read", device: "see-total" } as const;

const headers = {
  "Content-Type": "text/event-stream; charset=utf-8",
  // Personal, and never compressed: a compressor would hold events back.
  "Cache-Control": "private, no-store, no-transform",
  "X-Accel-Buffering": "no",
};

const follow = readRoute(access, null, async ({ caller: { account, sees }, request }) => {
  const ofAccount = { ...headers, "Credits-Account": account };
  if (request.method === "HEAD") return new Response(null, { headers: ofAccount });
  const read = () => readBalance(database(), account);
  const present = (balance: Balance) => presentBalance(balance, sees);
  const stillAllowed = async () => {
    const now = await identify(request, access);
    // A policy that changed what is shown ends the stream too: it comes back and is shown that.
    return !("slug" in now) && now.barred === null && now.sees === sees;
  };
  return new Response(balanceStream({ account, read, present, stillAllowed }, request.signal), { headers: ofAccount });
});

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: follow });
