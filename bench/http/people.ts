import { createHash, randomBytes, randomUUID } from "node:crypto";
import { seedCatalogue } from "#db/seed-catalogue.ts";
import { makeHistories } from "../make-histories.ts";
import { type Bench, openBench } from "../open-bench.ts";

/** A user with two devices; what each sends with its requests. */
export interface BenchUser {
  account: string;
  spends: Headers;
  listens: Headers;
}

type Headers = Record<string, string>;

/** A database with users in it, and a product back end's key. */
export interface BenchWithUsers {
  bench: Bench;
  people: BenchUser[];
  /** The headers of a product back end that calls about an account. */
  backEnd: (account: string) => Headers;
}

/** Opens a database of the bench with this many users, who have credits that expire and credits that do not. */
export async function openWithUsers(count: number): Promise<BenchWithUsers> {
  const bench = await openBench();
  await seedCatalogue(bench.db);
  const past = { accounts: count, lines: 2, batches: 2, credits: 1_000_000 };
  const ids = await makeHistories(bench.superuser, past);
  const people = ids.map((account) => ({ account, spends: newDevice(), listens: newDevice() }));
  const devices = people.flatMap(({ account, spends, listens }) => [
    { user_id: account, token_hash: hashOf(spends.token) },
    { user_id: account, token_hash: hashOf(listens.token) },
  ]);
  const { superuser } = bench;
  await superuser`insert into users (id, email) select id, id || '@example.com' from unnest(${ids}::uuid[]) id`;
  await superuser`
    insert into devices (user_id, platform, version, token_hash)
    select user_id, 'desktop', ${version}, token_hash
    from jsonb_to_recordset(${superuser.json(devices)}) as device (user_id uuid, token_hash text)`;
  const key = `psk_${randomUUID()}`;
  await superuser`insert into service_keys (name, client, hash, may)
    values ('bench', 'bench', ${hashOf(key)}, ${["read", "spend"]})`;
  await superuser`vacuum (analyze) users, devices, service_keys`;
  return {
    bench,
    people: people.map(({ account, spends, listens }) => {
      return { account, spends: spends.headers, listens: listens.headers };
    }),
    backEnd: (account) => ({ Authorization: `Bearer ${key}`, "Credits-Account": account }),
  };
}

const version = "6.1.0";

function newDevice(): { token: string; headers: Headers } {
  const token = `pdt_${randomBytes(32).toString("base64url")}`;
  return { token, headers: { Authorization: `Bearer ${token}`, "Credits-Client": `desktop/${version}` } };
}

/** As the app stores tokens and keys. */
function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
