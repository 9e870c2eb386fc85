import "server-only";
import { accountCall } from "#lib/api/call.ts";
import { noInput } from "#lib/api/input.ts";
import { signOutDevice } from "#lib/devices/sign-out-device.ts";

export const signOutSession = accountCall({
  operationId: "signOut",
  method: "DELETE",
  path: "/api/v1/session",
  summary: "Signs the calling device out",
  callers: { web: false, service: null, device: "see-total", page: "/profile/devices" },
  // A device can sign out even if its platform may do nothing else.
  servesDenied: true,
  input: noInput,
  answers: { "204": null },
  handle: async ({ caller }) => {
    if (caller.type !== "device") throw new Error("Only devices get past the check of callers");
    await signOutDevice({ userId: caller.account, id: caller.device });
    return new Response(null, { status: 204 });
  },
});
