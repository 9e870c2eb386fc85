import { expect, test } from "vitest";
import { testDatabase } from "#testing/database.ts";
import { allow, allowAll } from "./allow.ts";

const { owner } = await testDatabase();

test("of 50 concurrent requests exactly as many pass as the limit allows, and again after its period", async () => {
  const limit = { key: "test:parallel", capacity: 10, perSeconds: 900 };
  expect(await passed(limit)).toBe(10);
  await owner`update rate_limits set at = at - interval '900 seconds' where key = ${limit.key}`;
  expect(await passed(limit)).toBe(10);
});

test("a limited request returns how long to wait, and further requests do not prolong it", async () => {
  const limit = { key: "test:wait", capacity: 1, perSeconds: 900 };
  expect(await allow(limit)).toEqual({ status: "allowed" });
  const first = await allow(limit);
  const second = await allow(limit);
  expect([first, second]).toEqual([
    { status: "limited", retryAfterSeconds: 900 },
    { status: "limited", retryAfterSeconds: 900 },
  ]);
});

test("callers do not use up each other's allowance, and a request with a higher cost counts for more", async () => {
  const limit = { capacity: 5, perSeconds: 60 };
  expect(await allow({ ...limit, key: "test:one", cost: 3 })).toEqual({ status: "allowed" });
  expect(await allow({ ...limit, key: "test:one", cost: 3 })).toMatchObject({ status: "limited" });
  expect(await allow({ ...limit, key: "test:one", cost: 2 })).toEqual({ status: "allowed" });
  expect(await allow({ ...limit, key: "test:other", cost: 5 })).toEqual({ status: "allowed" });
});

test("a request with a cost above the limit is a bug of ours", async () => {
  await expect(allow({ key: "test:never", capacity: 1, perSeconds: 60, cost: 2 })).rejects.toThrow("never fits");
});

test("of 50 concurrent requests a bucket passes exactly its capacity, and then one for each interval", async () => {
  const bucket = { key: "test:bucket", capacity: 10, secondsEach: 60 };
  expect(await passed(bucket)).toBe(10);
  const { retryAfterSeconds } = { retryAfterSeconds: 0, ...(await allow(bucket)) };
  expect([retryAfterSeconds > 0, retryAfterSeconds <= 60]).toEqual([true, true]);
  await ago(bucket.key, "3 minutes");
  expect(await passed(bucket)).toBe(3);
  await ago(bucket.key, "1 day");
  expect(await passed(bucket)).toBe(10);
});

test("a clock that goes back a little costs no token", async () => {
  const bucket = { key: "test:clock", capacity: 2, secondsEach: 60 };
  expect(await allow(bucket)).toEqual({ status: "allowed" });
  await ago(bucket.key, "-1 second");
  expect(await allow(bucket)).toEqual({ status: "allowed" });
});

test("a request that one of several limits refuses counts against none of them", async () => {
  const [shared, own] = [
    { key: "test:shared", capacity: 3, secondsEach: 60 },
    { key: "test:own", capacity: 1, perSeconds: 900 },
  ];
  expect(await allowAll([shared, own])).toEqual({ status: "allowed" });
  for (let turn = 0; turn < 5; turn += 1)
    expect(await allowAll([shared, own])).toEqual({ status: "limited", retryAfterSeconds: 900 });
  expect(await passed(shared)).toBe(2);
});

async function ago(key: string, time: string) {
  await owner`update rate_limits set at = at - ${time}::interval where key = ${key}`;
}

async function passed(limit: Parameters<typeof allow>[0]): Promise<number> {
  const answers = await Promise.all(Array.from({ length: 50 }, () => allow(limit)));
  return answers.filter((answer) => answer.status === "allowed").length;
}
