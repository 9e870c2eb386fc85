import "server-only";
import { cookies } from "next/headers";
import { cookieName, cookieOptions } from "./cookies.ts";
import { openPending, type PendingIdentity, pendingMinutes, sealPending } from "./pending-identity.ts";

/**
 * The identity from a provider that waits in this browser for an email to verify its address; null when there is none.
 */
export async function readPending(): Promise<PendingIdentity | null> {
  return openPending((await cookies()).get(cookieName("pending-identity"))?.value);
}

/**
 * Sets the address whose emailed link will link the pending identity. Called before that link is sent, in an action.
 */
export async function aimPending(address: string): Promise<void> {
  const pending = await readPending();
  if (pending !== null) await keepPending({ ...pending, address });
}

/** Stores a pending identity until its address is verified, in an action or a route handler. */
export async function keepPending(identity: Omit<PendingIdentity, "expires">): Promise<void> {
  const options = { ...cookieOptions(), maxAge: pendingMinutes * 60 };
  (await cookies()).set(cookieName("pending-identity"), sealPending(identity), options);
}

/** Deletes the pending identity. */
export async function forgetPending(): Promise<void> {
  (await cookies()).set(cookieName("pending-identity"), "", { ...cookieOptions(), maxAge: 0 });
}
