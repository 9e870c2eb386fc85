import { randomUUID } from "node:crypto";
import { done } from "#testing/api-client.ts";
import { makeOld } from "#testing/old-keys.ts";
import { countLines, expect, newDevice, newOwner, newServiceKey, test } from "./app.ts";
import { post, script } from "./device-calls.ts";

const answerOf = ({ status, replayed, body }: { status: number; replayed: boolean; body: unknown }) => [
  status,
  replayed,
  body,
];

for (const [platform, version] of [
  ["mobile", "12.0.0"],
  ["desktop", "6.2.0"],
] as const) {
  test(`point 1: ${platform} sends its key again after signing in again, and spends once`, async ({
    server,
    stranger,
  }) => {
    const { account } = await newOwner(server, stranger, { purchased: 50 });
    const signedIn = () => newDevice(server, stranger, { account, platform, version });
    const spend = post("/api/v1/spends", script, randomUUID());
    const before = await signedIn();
    const first = await before.ask(spend);
    expect([first.status, first.replayed]).toEqual([201, false]);
    expect((await before.ask({ method: "DELETE", path: "/api/v1/session" })).status).toBe(204);
    expect((await before.ask(spend)).status).toBe(401);

    expect(answerOf(await (await signedIn()).ask(spend))).toEqual([201, true, first.body]);
    expect(await countLines(server, account)).toBe(2);
    // As it was stored when each device had a scope of its own.
    await makeOld(server.owner, account, before.device);
    expect(answerOf(await (await signedIn()).ask(spend))).toEqual([201, true, first.body]);
    expect(await countLines(server, account)).toBe(2);
  });
}

test("a back end whose service key was replaced sends its idempotency key again, and spends once", async ({
  server,
  stranger,
}) => {
  const { account } = await newOwner(server, stranger, { purchased: 50 });
  const client = `shop-${randomUUID()}`;
  const withKey = async (...said: [client?: string]) => {
    const key = await newServiceKey(server, ["spend"], ...said);
    return stranger.as({ Authorization: `Bearer ${key}`, "Credits-Account": account });
  };
  const key = randomUUID();
  const first = await (await withKey(client)).spend(script, key);
  await server.owner`update service_keys set revoked_at = now() where client = ${client}`;
  expect(answerOf(await (await withKey(client)).spend(script, key))).toEqual([201, true, first.body]);
  expect(answerOf(await (await withKey()).spend(script, key))).toEqual([201, false, expect.anything()]);
  expect(await countLines(server, account)).toBe(3);
});

test("one key on two platforms is two spends, and the same key in another account is two more", async ({
  server,
  stranger,
}) => {
  const [one, other] = [
    await newOwner(server, stranger, { purchased: 50 }),
    await newOwner(server, stranger, { purchased: 50 }),
  ];
  const spend = post("/api/v1/spends", script, randomUUID());
  for (const { account } of [one, other]) {
    const mobile = await newDevice(server, stranger, { account, platform: "mobile", version: "12.0.0" });
    const desktop = await newDevice(server, stranger, { account, platform: "desktop", version: "6.2.0" });
    for (const app of [mobile, desktop]) {
      const answer = await app.ask(spend);
      done(answer);
      expect(answer.replayed).toBe(false);
    }
    expect(await countLines(server, account)).toBe(3);
  }
});
