import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { answerDeviceCode } from "#db/queries/device-codes.ts";
import { testDatabase } from "#testing/database.ts";
import { collectToken } from "./collect-token.ts";
import { checkDeviceToken, hashDeviceSecret } from "./device-token.ts";
import { requestCode } from "./request-code.ts";
import { signOutDevice } from "./sign-out-device.ts";
import { parseUserCode } from "./user-code.ts";

const { db, owner } = await testDatabase();

test("a device waits, is approved, and gets a token once, which stands for its person and platform", async () => {
  const { collect, answer, userId } = await begin();
  expect(await collect()).toEqual({ status: "pending" });
  await answer("approved");
  const collected = await collect({ version: "6.2.1" });
  const token = collected.status === "signed-in" ? collected.token : "";
  expect(token).toMatch(/^pdt_[\w-]{43}$/);
  expect(await checkDeviceToken(`Bearer ${token}`)).toMatchObject({ userId, policy: { platform: "desktop" } });
  const [row] = await owner`select version, token_hash, revoked_at from devices where user_id = ${userId}`;
  expect(row).toEqual({ version: "6.2.1", token_hash: hashDeviceSecret(token), revoked_at: null });
  expect(await collect()).toEqual({ status: "unknown" });
});

test("of twenty calls at once for an approved code exactly one gets a token", async () => {
  for (let round = 0; round < 5; round += 1) {
    const { collect, answer, userId } = await begin();
    await answer("approved");
    const collected = await Promise.all(Array.from({ length: 20 }, () => collect()));
    expect(collected.filter(({ status }) => status === "signed-in")).toHaveLength(1);
    const [row] = await owner`select count(*)::int as devices from devices where user_id = ${userId}`;
    expect(row?.devices).toBe(1);
  }
});

test("who asks too soon waits 5 seconds longer, each time anew, from then on", async () => {
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

test("two calls at once that both wait: the later one came too soon", async () => {
  const { collect } = await begin();
  const statuses = (await Promise.all([collect(), collect()])).map(({ status }) => status);
  expect(statuses.sort()).toEqual(["pending", "too-soon"]);
});

test("what is denied, over, unknown or another platform's gives no token", async () => {
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

test("a token ends when it is signed out, and when nobody used it for 90 days", async () => {
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

test("one address gets twenty codes in ten minutes, another one its own", async () => {
  const ask = (address: string) => requestCode({ platform: "mobile", version: "11.7.0", address });
  const asked = await Promise.all(Array.from({ length: 25 }, () => ask("192.0.2.1")));
  expect(asked.filter(({ status }) => status === "made")).toHaveLength(20);
  expect(asked.find(({ status }) => status === "limited")).toMatchObject({ retryAfterSeconds: expect.any(Number) });
  expect((await ask("192.0.2.2")).status).toBe("made");
});

/** A request of a device, from an address of its own, and a person to answer it. */
async function begin() {
  const [user] = await owner`insert into users (email) values (${`${randomUUID()}@example.com`}) returning id`;
  const userId = String(user?.id);
  const made = await requestCode({ platform: "desktop", version: "6.0", address: randomUUID() });
  if (made.status !== "made") throw new Error("No code was given");
  const { deviceCode } = made;
  expect(parseUserCode(made.userCode)).toBe(made.userCode);
  const hash = hashDeviceSecret(deviceCode);
  const collect = (said: { platform?: "mobile"; version?: string } = {}) =>
    collectToken({ deviceCode, platform: "desktop", version: null, ...said });
  const answer = (status: "approved" | "denied") => answerDeviceCode(db, { deviceCodeHash: hash, userId, status });
  return { collect, answer, hash, userId };
}
