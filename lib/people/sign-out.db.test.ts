import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Tx } from "#db/client.ts";
import { answerDeviceCode, redeemDeviceCode } from "#db/queries/devices/device-codes.ts";
import { openSession } from "#db/queries/people/sessions.ts";
import { collectToken } from "#lib/devices/collect-token.ts";
import { checkDeviceToken, hashDeviceSecret, newDeviceToken } from "#lib/devices/device-token.ts";
import { requestCode } from "#lib/devices/request-code.ts";
import { testDatabase } from "#testing/database.ts";
import { untilLockAwaited } from "#testing/while-locked.ts";
import { endEverythingOf } from "./end-session.ts";

const { db, owner } = await testDatabase();

test("signing out everywhere, or everywhere else, ends approved but uncollected requests, of this user only", async () => {
  const [here, other] = [await addPerson(), await addPerson()];
  const [one, two, others] = [await request(), await request(), await request()];
  expect(await one.approve(here.sessionId)).toBe(true);
  expect(await others.approve(other.sessionId)).toBe(true);
  await endEverythingOf({ userId: here.userId, except: here.sessionId });
  expect(await one.collect()).toEqual({ status: "denied" });
  expect(await two.approve(here.sessionId), "in the browser that stays").toBe(true);
  await endEverythingOf({ userId: here.userId, except: null });
  expect(await two.collect()).toEqual({ status: "denied" });
  expect((await others.collect()).status).toBe("signed-in");
});

test("an ended or expired session approves nothing", async () => {
  const { userId, sessionId } = await addPerson();
  const { approve, collect } = await request();
  await owner`update sessions set expires = now() where session_token = ${sessionId}`;
  expect(await approve(sessionId)).toBe(false);
  await endEverythingOf({ userId, except: null });
  expect(await approve(sessionId)).toBe(false);
  expect(await collect()).toEqual({ status: "pending" });
});

test("a token that is collected while its user signs out everywhere is signed out too", async () => {
  const { userId, sessionId } = await addPerson();
  const { deviceCode, approve } = await request();
  await approve(sessionId);
  const token = newDeviceToken();
  const signedOut = await db.transaction(async (tx) => {
    const asked = { deviceCodeHash: hashDeviceSecret(deviceCode), tokenHash: hashDeviceSecret(token) };
    expect(await redeemDeviceCode(tx, { ...asked, platform: "desktop", version: null })).not.toBeNull();
    return await startedBehind(tx, () => endEverythingOf({ userId, except: null }));
  });
  await signedOut.end;
  expect(await checkDeviceToken(`Bearer ${token}`)).toBeNull();
});

test("a device that is approved while its user signs out everywhere gets no token", async () => {
  const { userId, sessionId } = await addPerson();
  const { deviceCode, collect } = await request();
  const signedOut = await db.transaction(async (tx) => {
    const asked = { deviceCodeHash: hashDeviceSecret(deviceCode), sessionId, status: "approved" as const };
    expect(await answerDeviceCode(tx, asked)).toBe(true);
    return await startedBehind(tx, () => endEverythingOf({ userId, except: null }));
  });
  await signedOut.end;
  expect(await collect()).toEqual({ status: "denied" });
});

test("collecting and signing out everywhere concurrently: no device survives, in any order", async () => {
  const first: Record<string, number> = {};
  for (let round = 0; round < 20; round += 1) {
    const { userId, sessionId } = await addPerson();
    const { approve, collect } = await request();
    await approve(sessionId);
    const signOut = () => endEverythingOf({ userId, except: null });
    const calls = round % 2 === 0 ? [collect(), collect(), signOut()] : [signOut(), collect(), collect()];
    const tokens = (await Promise.all(calls)).flatMap((one) => (one?.status === "signed-in" ? [one.token] : []));
    expect(tokens.length).toBeLessThan(2);
    for (const token of tokens) expect(await checkDeviceToken(`Bearer ${token}`)).toBeNull();
    const [row] =
      await owner`select count(*)::int as live from devices where user_id = ${userId} and revoked_at is null`;
    expect(row?.live).toBe(0);
    expect((await collect()).status).toBe(tokens.length === 1 ? "unknown" : "denied");
    const winner = tokens.length === 1 ? "collected" : "denied";
    first[winner] = (first[winner] ?? 0) + 1;
  }
  expect(first).toEqual({ collected: expect.any(Number), denied: expect.any(Number) });
});

/** Starts something that must wait for this transaction, and checks that it does. */
async function startedBehind(tx: Tx, start: () => Promise<void>): Promise<{ end: Promise<void> }> {
  const [row] = await tx.execute(sql`select pg_backend_pid() as pid`);
  const end = start();
  end.catch(() => undefined);
  await untilLockAwaited(owner, row?.pid);
  return { end };
}

/** A request of a device, from an address of its own. */
async function request() {
  const made = await requestCode({ platform: "desktop", version: "6.0", address: "::1", client: randomUUID() });
  if (made.status !== "made") throw new Error("No code was given");
  const { deviceCode } = made;
  return {
    deviceCode,
    approve: (sessionId: string) =>
      answerDeviceCode(db, { deviceCodeHash: hashDeviceSecret(deviceCode), sessionId, status: "approved" }),
    collect: () => collectToken({ deviceCode, platform: "desktop", version: null }),
  };
}

async function addPerson(): Promise<{ userId: string; sessionId: string }> {
  const [user] = await owner`insert into users (email) values (${`${randomUUID()}@example.com`}) returning id`;
  const [userId, sessionId] = [String(user?.id), randomUUID()];
  const expires = new Date(Date.now() + 3_600_000);
  await openSession(db, { tokenHash: sessionId, userId, method: "email", browser: null, system: null, expires });
  return { userId, sessionId };
}
