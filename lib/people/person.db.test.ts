import { expect, test } from "vitest";
import { testDatabase } from "#testing/database.ts";
import { sessionPerson } from "./person.ts";
import { hashSessionToken, newSessionToken } from "./session-token.ts";

const { owner } = await testDatabase();

test("a browser's last use is stored to the minute, and its sign-in time is known", async () => {
  const token = newSessionToken();
  const hash = hashSessionToken(token);
  const request = { headers: new Headers({ Cookie: `authjs.session-token=${token}` }) };
  const [user] = await owner`insert into users (email) values ('seen@example.com') returning id`;
  await owner`insert into sessions (session_token, user_id, expires, created_at, last_seen_at)
    values (${hash}, ${user?.id}, now() + interval '1 day', '2026-01-01', now() - interval '59 seconds')`;
  const seconds = async () => {
    expect((await sessionPerson(request))?.signedInAt).toEqual(new Date("2026-01-01"));
    const [row] = await owner`select round(extract(epoch from now() - last_seen_at))::int as s from sessions`;
    return row?.s;
  };
  expect(await seconds()).toBeGreaterThanOrEqual(59);
  await owner`update sessions set last_seen_at = now() - interval '61 seconds'`;
  expect(await seconds()).toBeLessThan(59);
});
