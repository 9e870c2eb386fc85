import { setTimeout as sleep } from "node:timers/promises";
import { done } from "#testing/api-client.ts";
import { countLines, expect, newOwner, newServiceKey, type Owner, test } from "./app.ts";

const animation = { feature: "ai-portrait-animation" };
const cost = 25;

const captured = async ({ backend }: Owner) => done(await backend.capture(1));
const released = async ({ backend }: Owner) => done(await backend.release(1));
const nothing = async () => undefined;
const notOpen = (holdStatus: string) => ({ type: "/problems/hold-not-open", status: 409, holdStatus });
const exceedsHold = { type: "/problems/exceeds-hold", status: 409, held: cost };
const invalid = { type: "/problems/invalid-request", status: 422 };

const ends = {
  capture: ({ backend }: Owner) => backend.capture(1),
  release: ({ backend }: Owner) => backend.release(1),
  cancel: ({ backend }: Owner) => backend.release(1, { cause: "cancelled" }),
  extend: ({ backend }: Owner) => backend.extend(1, { expiresInSeconds: 60 }),
};
const cases = [
  ...Object.entries(ends).flatMap(([what, ask]) => [
    { name: `${what} after a capture`, before: captured, ask, refusal: notOpen("captured") },
    { name: `${what} after a release`, before: released, ask, refusal: notOpen("released") },
  ]),
  { name: "more than is held", before: nothing, ask: capture({ amount: cost + 1 }), refusal: exceedsHold },
  { name: "nothing", before: nothing, ask: capture({ amount: 0 }), refusal: invalid },
  { name: "less than nothing", before: nothing, ask: capture({ amount: -1 }), refusal: invalid },
  { name: "half a credit", before: nothing, ask: capture({ amount: 0.5 }), refusal: invalid },
  { name: "an amount in words", before: nothing, ask: capture({ amount: "5" }), refusal: invalid },
  { name: "an unknown field", before: nothing, ask: capture({ all: true }), refusal: invalid },
  { name: "no body", before: nothing, ask: capture(null), refusal: invalid },
  { name: "an unknown cause", before: nothing, ask: release({ cause: "bored" }), refusal: invalid },
  { name: "an extension of nothing", before: nothing, ask: extend({ expiresInSeconds: 0 }), refusal: invalid },
  { name: "more than a day", before: nothing, ask: extend({ expiresInSeconds: 86_401 }), refusal: invalid },
  { name: "an extension without a duration", before: nothing, ask: extend({}), refusal: invalid },
];

function capture(body: unknown) {
  return ({ backend }: Owner) => backend.capture(1, body);
}
function release(body: unknown) {
  return ({ backend }: Owner) => backend.release(1, body);
}
function extend(body: unknown) {
  return ({ backend }: Owner) => backend.extend(1, body);
}

for (const { name, before, ask, refusal } of cases) {
  test(`${name} is refused, and nothing changes`, async ({ server, stranger }) => {
    const owner = await newOwner(server, stranger, { purchased: 100 });
    done(await owner.backend.hold(animation));
    await before(owner);
    const lines = await countLines(server, owner.account);
    const hold = done(await owner.backend.holdOf(1));
    expect((await ask(owner)).problem).toMatchObject(refusal);
    expect(await countLines(server, owner.account)).toBe(lines);
    expect(done(await owner.backend.holdOf(1))).toEqual(hold);
  });
}

test("after its end a hold has lapsed: nothing captures, releases or extends it", async ({ server, stranger }) => {
  const owner = await newOwner(server, stranger, { purchased: 100 });
  done(await owner.backend.hold({ ...animation, expiresInSeconds: 1 }));
  await sleep(1_100);
  expect(done(await owner.backend.holdOf(1)).hold.status).toBe("lapsed");
  expect(done(await owner.backend.holds("?state=open")).holds).toEqual([]);
  for (const ask of Object.values(ends)) expect((await ask(owner)).problem).toMatchObject(notOpen("lapsed"));
  // The lapsed hold costs nothing: all credits can be used.
  const { balance } = done(await owner.backend.spend({ feature: "ai-image", units: 25 }));
  expect(balance.available).toBe(0);
  expect(done(await owner.backend.transactions("?type=release")).transactions).toMatchObject([
    { amount: cost, reason: "lapsed", relatesTo: 2, hold: 1 },
  ]);
});

test("a hold's fields have the limits of a spend's", async ({ server, stranger }) => {
  const { account, backend } = await newOwner(server, stranger, { purchased: 24 });
  const { problem } = await backend.hold(animation);
  expect(problem).toMatchObject({ type: "/problems/insufficient-credits", cost, available: 24, shortfall: 1 });
  const bodies = [
    {},
    { feature: "time-travel" },
    { ...animation, units: 0 },
    { ...animation, units: 1_000_001 },
    { ...animation, amount: 5 },
    { ...animation, expiresInSeconds: 0 },
    { ...animation, expiresInSeconds: 86_401 },
    { ...animation, expiresInSeconds: 1.5 },
    { ...animation, expiresInSeconds: "60" },
    { ...animation, reference: "somebody@example.com" },
    { ...animation, reference: "x".repeat(121) },
    { ...animation, quote: "AAAA" },
  ];
  for (const body of bodies) expect((await backend.hold(body)).problem, JSON.stringify(body)).toMatchObject(invalid);
  expect(await countLines(server, account)).toBe(1);
});

test("an unknown, an invalid and another account's hold are equally not found", async ({ server, stranger }) => {
  const [owner, other] = [await newOwner(server, stranger), await newOwner(server, stranger, { purchased: 100 })];
  done(await other.backend.hold(animation));
  for (const id of [1, 2, 0, -1, "1.0", "01", "x", "2147483648", "9".repeat(30)]) {
    const answers = [
      await owner.backend.holdOf(id),
      await owner.backend.capture(id),
      await owner.backend.release(id),
      await owner.backend.extend(id, { expiresInSeconds: 60 }),
    ];
    for (const { status, problem } of answers) {
      expect([status, problem?.type], String(id)).toEqual([404, "/problems/not-found"]);
    }
  }
  expect((await owner.web.holdOf(1)).status).toBe(404);
  expect(done(await other.backend.holdOf(1)).hold.status).toBe("open");
});

test("a caller without the right to hold or refund is refused before anything is read", async ({
  server,
  stranger,
}) => {
  const { account, web } = await newOwner(server, stranger, { purchased: 100 });
  const keyThatMay = async (...may: string[]) =>
    stranger.as({ Authorization: `Bearer ${await newServiceKey(server, may)}`, "Credits-Account": account });
  const [spender, refunder, reader] = [await keyThatMay("spend"), await keyThatMay("refund"), await keyThatMay("read")];
  done(await spender.hold(animation));
  done(await spender.capture(1));
  for (const caller of [web, refunder, reader]) {
    const answers = [
      await caller.hold(animation),
      await caller.capture(1),
      await caller.release(1),
      await caller.extend(1, { expiresInSeconds: 60 }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  }
  for (const caller of [web, spender, reader]) expect((await caller.refund(3, { reason: "x" })).status).toBe(403);
  expect([(await spender.holds()).status, (await reader.holds()).status, (await web.holds()).status]).toEqual([
    403, 200, 200,
  ]);
  done(await refunder.refund(3, { reason: "Charged by mistake" }));
  expect((await stranger.hold(animation)).status).toBe(401);
});
