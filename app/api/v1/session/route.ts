import { methods } from "#lib/api/methods.ts";
import { signOutDevice } from "#lib/devices/sign-out-device.ts";
import { answer } from "#lib/http/answer.ts";
import { identify } from "#lib/http/caller.ts";

/** A device signs itself out, whatever its platform may do at present: that it is barred does not count here. */
function signOut(request: Request): Promise<Response> {
  return answer(async () => {
    const caller = await identify(request, { web: true, service: null, device: null, page: "/profile/devices" });
    if ("slug" in caller) return caller;
    if (caller.type !== "device") {
      return { slug: "not-allowed", detail: "a device signs itself out here, a browser on its profile page" };
    }
    await signOutDevice({ userId: caller.account, id: caller.device });
    return new Response(null, { status: 204 });
  });
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ DELETE: signOut });
