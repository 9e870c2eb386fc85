import { expect, test } from "vitest";
import { testDatabase } from "#testing/database.ts";
import { checkServiceKey, hashServiceKey } from "./service-key.ts";

const { owner } = await testDatabase();

test("keys presented in one turn each get their own result, and their use is stored once", async () => {
  const keys = ["one", "other", "ended"].map((name) => ({ name, secret: `psk_test_of_key_${name}` }));
  for (const { name, secret } of keys) {
    await owner`insert into service_keys (name, client, hash, may, revoked_at)
      values (${name}, ${name}, ${hashServiceKey(secret)}, ${["spend"]}, ${name === "ended" ? new Date() : null})`;
  }
  const secrets = [...keys, ...keys].map(({ secret }) => secret);
  const found = await Promise.all([...secrets, "psk_nobody_ever_made_it"].map(check));
  expect(found).toEqual(["one", "other", null, "one", "other", null, null]);
  const used = await owner`select name from service_keys where last_used_at is not null order by name`;
  expect(used.map(({ name }) => name)).toEqual(["one", "other"]);
});

test("a revoked key is refused from the next request on, while others of the same turn are accepted", async () => {
  const secret = "psk_test_of_key_that_ends";
  await owner`insert into service_keys (name, client, hash, may)
    values ('ends', 'ends', ${hashServiceKey(secret)}, ${["spend"]})`;
  const before = check(secret);
  await before;
  const during = Array.from({ length: 20 }, () => check(secret));
  await owner`update service_keys set revoked_at = now() where name = 'ends'`;
  expect(await check(secret)).toBeNull();
  await Promise.all(during);
});

async function check(secret: string): Promise<string | null> {
  return (await checkServiceKey(`Bearer ${secret}`))?.name ?? null;
}
