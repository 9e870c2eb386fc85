import "server-only";
import { answerDeviceCode, findPendingDeviceCode, readDeviceCode } from "#db/queries/devices/device-codes.ts";
import { readPolicies } from "#db/queries/devices/platform-policies.ts";
import { allow, giveBack } from "#lib/api/http/allow.ts";
import { database } from "#lib/database.ts";
import { type Allowed, clientPermissions } from "./client-permissions.ts";
import { isSigned, sign } from "./sign.ts";
import { parseUserCode } from "./user-code.ts";

/** An approver must have signed in within this many minutes: a browser that someone left open is not enough. */
const recentMinutes = 15;
const hour = 60 * 60;

/** The user who enters a code, in one session. */
export interface Approver {
  userId: string;
  sessionId: string;
  signedInAt: Date;
}

/**
 * The outcome of an entered code. `handle` names the request in this session only, so that no link can skip entering
 * the code.
 */
export type Entry =
  | { status: "found"; handle: string }
  | { status: "unknown" }
  /** The session has used up its five tries. */
  | { status: "too-many-codes" }
  | { status: "limited"; retryAfterSeconds: number };

/** A device's request as the approval page shows it. `over`: it can no longer be answered. */
export interface DeviceRequest {
  platform: "desktop" | "mobile";
  /** Empty when the app named none. */
  version: string;
  address: string;
  requestedAt: Date;
  access: Allowed;
  state: "waiting" | "approved" | "denied" | "over";
}

/** Whether a user signed in recently enough to approve a device. */
export function signedInLately({ signedInAt }: Pick<Approver, "signedInAt">, now = new Date()): boolean {
  return now.getTime() - signedInAt.getTime() < recentMinutes * 60_000;
}

/**
 * Finds the request of an entered code. Limits: 5 wrong tries a session, and for one network address 30 at once and one
 * more every minute. A correct code counts for neither: a school that signs in its devices guesses nothing.
 */
export async function enterCode(
  approver: Approver,
  { typed, client }: { typed: string; client: string },
): Promise<Entry> {
  // A session older than a few minutes cannot approve anything, so counting for a day is enough.
  const tries = { key: `device-tries:${approver.sessionId}`, capacity: 5, perSeconds: 24 * hour };
  const bySession = await allow(tries);
  if (bySession.status === "limited") return { status: "too-many-codes" };
  const fromNetwork = { key: `device-tries:from:${client}`, capacity: 30, secondsEach: 60 };
  const byNetwork = await allow(fromNetwork);
  if (byNetwork.status === "limited") {
    await giveBack(tries);
    return byNetwork;
  }
  const userCode = parseUserCode(typed);
  const hash = userCode === null ? null : await findPendingDeviceCode(database(), userCode);
  if (hash === null) return { status: "unknown" };
  await giveBack(tries);
  await giveBack(fromNetwork);
  return { status: "found", handle: `${hash}.${signature(hash, approver)}` };
}

/** The request that a handle names, in the session in which its code was entered; null in any other. */
export async function readRequest(approver: Approver, handle: string): Promise<DeviceRequest | null> {
  const hash = openHandle(approver, handle);
  const row = hash === null ? null : await readDeviceCode(database(), hash);
  if (row === null || row.platform === "web") return null;
  const policy = (await readPolicies(database())).find(({ platform }) => platform === row.platform);
  if (policy === undefined) throw new Error(`platform_policies has no row for ${row.platform}`);
  const { platform, version, address, requestedAt } = row;
  return {
    platform,
    version,
    address,
    requestedAt,
    access: clientPermissions(policy, version),
    state: stateOf(row, approver),
  };
}

/** Approves or denies a request, once. Approving requires a recent sign-in. */
export async function answerRequest(
  approver: Approver,
  { handle, approve }: { handle: string; approve: boolean },
): Promise<"done" | "over" | "sign-in-again"> {
  const deviceCodeHash = openHandle(approver, handle);
  if (deviceCodeHash === null) return "over";
  if (approve && !signedInLately(approver)) return "sign-in-again";
  const { sessionId } = approver;
  const status = approve ? "approved" : "denied";
  return (await answerDeviceCode(database(), { deviceCodeHash, sessionId, status })) ? "done" : "over";
}

function signature(hash: string, { sessionId }: Approver): string {
  return sign("device-request", `${hash}:${sessionId}`);
}

function openHandle({ sessionId }: Approver, handle: string): string | null {
  const [hash = "", signed = ""] = handle.split(".");
  return isSigned("device-request", `${hash}:${sessionId}`, signed) ? hash : null;
}

function stateOf(
  { status, userId, isOver }: { status: string; userId: string | null; isOver: boolean },
  approver: Approver,
): DeviceRequest["state"] {
  if (status === "pending") return isOver ? "over" : "waiting";
  if (userId !== approver.userId) return "over";
  return status === "denied" ? "denied" : "approved";
}
