import "server-only";
import { cookies } from "next/headers";
import { cookieName, cookieOptions } from "./cookies.ts";
import { openPending, type PendingIdentity, pendingMinutes, sealPending } from "./pending-identity.ts";

/** Somebody from a provider who waits in this browser for a mail to prove their address; null when nobody does. */
export async function readPending(): Promise<PendingIdentity | null> {
  return openPending((await cookies()).get(cookieName("pending-identity"))?.value);
}

/** Names the address whose mailed link links the one who waits. Called before that link is mailed, in an action. */
export async function aimPending(address: string): Promise<void> {
  const pending = await readPending();
  if (pending !== null) await keepPending({ ...pending, address });
}

/** Keeps somebody from a provider until their address is proved, in an action or a route handler. */
export async function keepPending(identity: Omit<PendingIdentity, "expires">): Promise<void> {
  const options = { ...cookieOptions(), maxAge: pendingMinutes * 60 };
  (await cookies()).set(cookieName("pending-identity"), sealPending(identity), options);
}

/** Forgets who waits. */
export async function forgetPending(): Promise<void> {
  (await cookies()).set(cookieName("pending-identity"), "", { ...cookieOptions(), maxAge: 0 });
}
