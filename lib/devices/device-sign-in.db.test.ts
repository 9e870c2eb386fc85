import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { answerDeviceCode } from "#db/queries/devices/device-codes.ts";
import { openSession } from "#db/queries/people/sessions.ts";
import { provePerson } from "#lib/people/prove-person.ts";
import { testDatabase } from "#testing/database.ts";
import { answerRequest, enterCode, readRequest } from "./approve-code.ts";
import { collectToken } from "./collect-token.ts";
import { checkDeviceToken, hashDeviceSecret } from "./device-token.ts";
import { requestCode } from "./request-code.ts";
import { signOutDevice } from "./sign-out-device.ts";
import { parseUserCode } from "./user-code.ts";

const { db, owner } = await testDatabase();

test("a device waits, is approved, and gets a token once, for its user and platform", async () => {
  const { collect, answer, userId } = await begin();
  expect(await collect()).toEqual({ status: "pending" });
  await answer("approved");
  const collected = await collect({ version: "99.0" });
  const token = collected.status === "signed-in" ? collected.token : "";
  expect(token).toMatch(/^pdt_[\w-]{43}$/);
  expect(await checkDeviceToken(`Bearer ${token}`)).toMatchObject({ userId, policy: { platform: "desktop" } });
  const [row] = await owner`select version, token_hash, revoked_at from devices where user_id = ${userId}`;
  expect(row, "the version that was approved").toEqual({
    version: "6.0",
    token_hash: hashDeviceSecret(token),
    revoked_at: null,
  });
  expect(await collect()).toEqual({ status: "unknown" });
});

test("a device that requested without a version gets the one that it names when collecting", async () => {
  for (const [said, kept] of [
    [{ version: "6.2.1" }, "6.2.1"],
    [{}, ""],
  ] as const) {
    const { collect, answer } = await begin(undefined, "");
    await answer("approved");
    expect(await collect(said)).toMatchObject({ status: "signed-in", device: { version: kept } });
  }
});

test("a user who signs in six devices in a row is not stopped by the five tries", async () => {
  const { userId } = await addPerson();
  const person = { userId, sessionId: await openSessionOf(userId), signedInAt: new Date() };
  for (let number = 0; number < 6; number += 1) {
    const { userCode } = await begin();
    expect((await enterCode(person, { typed: userCode, client: "192.0.2.40" })).status).toBe("found");
  }
});

test("of twenty concurrent requests for an approved code exactly one gets a token", async () => {
  for (let round = 0; round < 5; round += 1) {
    const { collect, answer, userId } = await begin();
    await answer("approved");
    const collected = await Promise.all(Array.from({ length: 20 }, () => collect()));
    expect(collected.filter(({ status }) => status === "signed-in")).toHaveLength(1);
    const [row] = await owner`select count(*)::int as devices from devices where user_id = ${userId}`;
    expect(row?.devices).toBe(1);
  }
});

test("each request that is too early adds 5 seconds to the interval", async () => {
  const { collect, hash } = await begin();
  const interval = async () =>
    (await owner`select interval_seconds as s from device_codes where device_code_hash = ${hash}`)[0]?.s;
  const askAfter = async (seconds: number) => {
    await owner`update device_codes set polled_at = now() - make_interval(secs => ${seconds}) where device_code_hash = ${hash}`;
    return [(await collect()).status, await interval()];
  };
  expect([(await collect()).status, await interval()]).toEqual(["pending", 5]);
  expect(await askAfter(4.8)).toEqual(["pending", 5]);
  expect(await askAfter(4.2)).toEqual(["too-soon", 10]);
  expect(await askAfter(5)).toEqual(["too-soon", 15]);
  expect(await askAfter(15)).toEqual(["pending", 15]);
});

test("of two concurrent requests while waiting, the later one is too early", async () => {
  const { collect } = await begin();
  const statuses = (await Promise.all([collect(), collect()])).map(({ status }) => status);
  expect(statuses.sort()).toEqual(["pending", "too-soon"]);
});

test("a denied, expired or unknown code, or one of another platform, gives no token", async () => {
  const denied = await begin();
  expect(await denied.answer("denied")).toBe(true);
  expect(await denied.answer("approved")).toBe(false);
  expect(await denied.collect()).toEqual({ status: "denied" });

  const late = await begin();
  await late.answer("approved");
  await owner`update device_codes set expires_at = now() where device_code_hash = ${late.hash}`;
  expect(await late.collect()).toEqual({ status: "expired" });

  const never = await begin();
  await owner`update device_codes set expires_at = now() where device_code_hash = ${never.hash}`;
  expect(await never.answer("approved")).toBe(false);
  expect(await never.collect()).toEqual({ status: "expired" });

  const other = await begin();
  await other.answer("approved");
  expect(await other.collect({ platform: "mobile" })).toEqual({ status: "unknown" });
  expect((await other.collect()).status).toBe("signed-in");
  expect(await collectToken({ deviceCode: "unknown", platform: "desktop", version: null })).toEqual({
    status: "unknown",
  });
});

test("a token ends when it is signed out, and after 90 days without use", async () => {
  const signIn = async () => {
    const { collect, answer, userId } = await begin();
    await answer("approved");
    const collected = await collect();
    if (collected.status !== "signed-in") throw new Error(collected.status);
    return { ...collected, userId, check: () => checkDeviceToken(`Bearer ${collected.token}`) };
  };
  const [unused, signedOut] = [await signIn(), await signIn()];
  await owner`update devices set last_seen_at = now() - interval '90 days' + interval '1 minute' where id = ${unused.device.id}`;
  expect(await unused.check()).not.toBeNull();
  await owner`update devices set last_seen_at = now() - interval '90 days' where id = ${unused.device.id}`;
  expect(await unused.check()).toBeNull();

  await signOutDevice({ id: signedOut.device.id, userId: unused.userId });
  expect(await signedOut.check(), "of another person").not.toBeNull();
  await signOutDevice({ id: signedOut.device.id, userId: signedOut.userId });
  expect(await signedOut.check()).toBeNull();
});

test("one address gets sixty codes at once and one more every ten seconds, independent of other addresses", async () => {
  const ask = (client: string) => requestCode({ platform: "mobile", version: "11.7.0", address: randomUUID(), client });
  const asked = await Promise.all(Array.from({ length: 90 }, () => ask("192.0.2.1")));
  expect(asked.filter(({ status }) => status === "made").length).toBeGreaterThanOrEqual(60);
  const waits = asked.flatMap((answer) => (answer.status === "limited" ? answer.retryAfterSeconds : []));
  expect(waits.length).toBeGreaterThan(0);
  expect(Math.max(...waits)).toBeLessThanOrEqual(10);
  expect((await ask("192.0.2.2")).status).toBe("made");
  await owner`update rate_limits set at = at - interval '1 minute' where key = 'device-codes:from:192.0.2.1'`;
  for (let turn = 0; turn < 6; turn += 1) expect((await ask("192.0.2.1")).status).toBe("made");
});

test("a session can guess a code five times, and an address 30 times and then once a minute", async () => {
  const { userCode, userId } = await begin();
  const [lost, found] = ["BBBB-BBBB", ` ${userCode.toLowerCase()} `];
  const tryAs = (sessionId: string, typed: string, client: string) =>
    enterCode({ userId, sessionId, signedInAt: new Date() }, { typed, client });
  for (const typed of [lost, "a", lost, found, found, lost, lost]) {
    const status = typed === found ? "found" : "unknown";
    expect(await tryAs("one", typed, "192.0.2.9")).toMatchObject({ status });
  }
  expect(await tryAs("one", found, "192.0.2.10"), "from elsewhere").toEqual({ status: "too-many-codes" });
  const all = await Promise.all(Array.from({ length: 30 }, (_, number) => tryAs(`other ${number}`, lost, "192.0.2.9")));
  // Five wrong ones came before; correct codes are not counted.
  expect(all.filter(({ status }) => status === "unknown").length).toBeGreaterThanOrEqual(25);
  const waits = all.flatMap((entry) => (entry.status === "limited" ? entry.retryAfterSeconds : []));
  expect(waits.length).toBeGreaterThan(0);
  expect(Math.max(...waits)).toBeLessThanOrEqual(60);
  expect((await tryAs("last", found, "192.0.2.10")).status).toBe("found");
});

test("a request is answered once, in the session in which its code was entered, after a recent sign-in", async () => {
  const { userCode, userId, collect } = await begin();
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const person = { userId, sessionId: await openSessionOf(userId), signedInAt: minutesAgo(14.9) };
  const entry = await enterCode(person, { typed: userCode, client: randomUUID() });
  const handle = entry.status === "found" ? entry.handle : "";
  expect(await readRequest(person, handle)).toMatchObject({ platform: "desktop", version: "6.0", state: "waiting" });

  const victim = { ...person, sessionId: await openSessionOf(userId) };
  expect(await readRequest(victim, handle)).toBeNull();
  expect(await answerRequest(victim, { handle, approve: true })).toBe("over");
  expect(await answerRequest(person, { handle: `${handle}a`, approve: true })).toBe("over");
  const tired = { ...person, signedInAt: minutesAgo(15) };
  expect(await answerRequest(tired, { handle, approve: true })).toBe("sign-in-again");
  expect((await collect()).status).toBe("pending");

  expect(await answerRequest(person, { handle, approve: true })).toBe("done");
  expect(await answerRequest(person, { handle, approve: false })).toBe("over");
  expect(await readRequest(person, handle)).toMatchObject({ state: "approved" });
  expect((await enterCode(person, { typed: userCode, client: randomUUID() })).status).toBe("unknown");
  expect((await collect()).status).toBe("signed-in");
});

test("the first verification of an address removes earlier devices, and those about to be signed in", async () => {
  const [there, coming] = [await begin(), await begin()];
  await owner`update device_codes set user_id = ${there.userId}, status = 'approved' where device_code_hash = ${coming.hash}`;
  await there.answer("approved");
  const collected = await there.collect();
  const token = collected.status === "signed-in" ? collected.token : "";
  await provePerson(db, { address: there.email, name: null, identity: null });
  expect(await checkDeviceToken(`Bearer ${token}`)).toBeNull();
  expect(await coming.collect()).toEqual({ status: "unknown" });

  const later = await begin(there);
  await later.answer("approved");
  const again = await later.collect();
  await provePerson(db, { address: there.email, name: null, identity: null });
  expect(await checkDeviceToken(`Bearer ${again.status === "signed-in" ? again.token : ""}`)).not.toBeNull();
});

/** A device's request, from an address of its own, and a user to answer it. */
async function begin(person?: { userId: string; email: string }, version = "6.0") {
  const { userId, email } = person ?? (await addPerson());
  const made = await requestCode({ platform: "desktop", version, address: randomUUID(), client: randomUUID() });
  if (made.status !== "made") throw new Error("No code was given");
  const { deviceCode, userCode } = made;
  expect(parseUserCode(made.userCode)).toBe(made.userCode);
  const hash = hashDeviceSecret(deviceCode);
  const collect = (said: { platform?: "mobile"; version?: string } = {}) =>
    collectToken({ deviceCode, platform: "desktop", version: null, ...said });
  const sessionId = await openSessionOf(userId);
  const answer = (status: "approved" | "denied") => answerDeviceCode(db, { deviceCodeHash: hash, sessionId, status });
  return { collect, answer, hash, userCode, userId, email };
}

async function openSessionOf(userId: string): Promise<string> {
  const tokenHash = randomUUID();
  await openSession(db, {
    tokenHash,
    userId,
    method: "email",
    browser: null,
    system: null,
    expires: new Date(Date.now() + 3_600_000),
  });
  return tokenHash;
}

async function addPerson(): Promise<{ userId: string; email: string }> {
  const email = `${randomUUID()}@example.com`;
  const [user] = await owner`insert into users (email) values (${email}) returning id`;
  return { userId: String(user?.id), email };
}
