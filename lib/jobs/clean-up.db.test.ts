import { expect, test } from "vitest";
import { openAccountWith } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { cleanUp } from "./clean-up.ts";

const { db, owner } = await testDatabase();

test("cleaning up deletes what has expired, and nothing else", async () => {
  await openAccountWith(db, { purchased: 10 });
  await arrange();
  const before = await countRows();
  const removed = await cleanUp(db);
  expect(removed).toEqual({
    sessions: 4_500,
    "sign-in links": 1,
    limits: 1,
    "device codes": 1,
    devices: 2,
    "run files": 1,
    "demonstration emails": 1,
  });
  expect(await countRows()).toEqual({
    ...before,
    sessions: 1,
    verification_tokens: 1,
    rate_limits: 1,
    device_codes: 1,
    devices: 2,
    run_results: 1,
    demo_letters: 1,
  });
  expect(await left()).toEqual(Array.from({ length: 8 }, () => "live"));
  expect(Object.values(await cleanUp(db)).every((rows) => rows === 0)).toBe(true);
});

test("two clean-ups at once remove the same rows once", async () => {
  await owner`insert into sessions (session_token, user_id, expires)
    select 'over again ' || n, id, now() - interval '1 second' from users, generate_series(1, 3000) n`;
  const counts = await Promise.all([cleanUp(db), cleanUp(db)]);
  expect(counts.reduce((sum, { sessions = 0 }) => sum + sessions, 0)).toBe(3_000);
  expect((await left())[0]).toBe("live");
});

/** Of each kind one live row and some expired ones; and rows of every other table that can have one. */
async function arrange(): Promise<void> {
  const [user] = await owner`insert into users (email) values ('somebody@example.com') returning id`;
  const id = String(user?.id);
  await owner`insert into sessions (session_token, user_id, expires)
    select 'over ' || n, ${id}, now() - interval '1 second' from generate_series(1, 4500) n`;
  await owner`insert into sessions (session_token, user_id, expires) values ('live', ${id}, now() + interval '1 minute')`;
  await owner`insert into verification_tokens (identifier, token, expires) values
    ('over', 'over', now() - interval '1 second'), ('live', 'live', now() + interval '1 minute')`;
  await owner`insert into rate_limits (key, "left", at) values
    ('over', 1, now() - interval '25 hours'), ('live', 1, now() - interval '23 hours')`;
  await owner`insert into device_codes (device_code_hash, user_code, platform, version, address, interval_seconds, expires_at) values
    ('over', 'over', 'desktop', '6.0', 'a', 5, now() - interval '25 hours'),
    ('live', 'live', 'desktop', '6.0', 'a', 5, now() - interval '23 hours')`;
  await owner`insert into devices (user_id, platform, version, token_hash, last_seen_at, revoked_at) values
    (${id}, 'desktop', 'over', '1', now() - interval '121 days', null), (${id}, 'desktop', 'over', '2', now(), now() - interval '31 days'),
    (${id}, 'desktop', 'live', '3', now() - interval '119 days', null), (${id}, 'desktop', 'live', '4', now(), now() - interval '29 days')`;
  await owner`insert into demo_letters ("to", subject, text, html, at) values
    ('a', 'over', '', '', now() - interval '8 days'), ('a', 'live', '', '', now() - interval '6 days')`;
  const [run] = await owner`insert into runs (account_id, key_scope, idempotency_key, fingerprint, feature, units)
    values (${id}, 'web', '\\x00', '\\x00', 'ai-image', 1) returning id`;
  await owner`insert into run_results (run_id, number, type, name, bytes, expires_at) values
    (${run?.id}, 1, 'text/plain', 'over', '\\x00', now() - interval '1 second'),
    (${run?.id}, 2, 'text/plain', 'live', '\\x00', now() + interval '1 minute')`;
  await owner`insert into orders (user_id, key_scope, idempotency_key, fingerprint, pack, credits, amount_cents, currency,
      status, checkout_expires_at, created_at)
    values (${id}, 'web', '\\x00', '\\x00', 'pack-100', 100, 499, 'usd', 'expired', now() - interval '1 year', now() - interval '1 year')`;
  await owner`insert into stripe_events (id, type, livemode, created_at, received_at, done_at) values
    ('evt_old', 'checkout.session.expired', false, now() - interval '1 year', now() - interval '1 year', now() - interval '1 year')`;
}

async function countRows(): Promise<Record<string, number>> {
  const tables = await owner<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public'`;
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await owner`select count(*)::int as rows from ${owner(name)}`;
    counts[name] = Number(row?.rows);
  }
  return counts;
}

async function left(): Promise<string[]> {
  const rows = await owner<{ name: string }[]>`
    select session_token as name from sessions union all select identifier from verification_tokens
    union all select key from rate_limits
    union all select user_code from device_codes union all select version from devices union all select name from run_results union all select subject from demo_letters`;
  return rows.map(({ name }) => name);
}
