import { randomBytes } from "node:crypto";
import { z } from "zod";
import { type Db, openDatabase } from "#db/client.ts";
import { addServiceKey, listServiceKeys, revokeServiceKey } from "#db/queries/people/service-keys.ts";
import { announceKeys } from "#lib/live/announce.ts";
import { hashServiceKey, servicePermissions } from "#lib/people/service-key.ts";
import { Problem } from "./launcher/problem.ts";
import { withDatabase } from "./local-postgres/with-database.ts";
import { readWords, wrongSubcommand } from "./read-words.ts";

/** How to call it. */
export const usage = `purse keys create NAME --may ${servicePermissions.join(",")} [--client BACKEND]
purse keys list
purse keys revoke NAME
NAME and BACKEND: lowercase letters, digits and hyphens, at most 40. Keys that replace each other have the
same BACKEND, so that a retry with the new key finds the first response. The default of --client is NAME.`;

const Name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
const May = z.array(z.enum(servicePermissions)).min(1);

/** Creates, lists and revokes the keys that product back ends call with. */
export async function run(words: string[]): Promise<void> {
  const { positionals, values } = readWords({ usage, words, options, most: 2 });
  const [command, name] = positionals;
  await withDatabase(async ({ appUrl }) => {
    const db = openDatabase(appUrl, { max: 1 });
    try {
      if (command === "create") await create(db, name, values);
      else if (command === "list") await list(db);
      else if (command === "revoke") await revoke(db, name);
      else throw wrongSubcommand(command, usage);
    } finally {
      await db.$client.end();
    }
  });
}

const options = { may: { type: "string" }, client: { type: "string" } } as const;

async function create(
  db: Db,
  name: string | undefined,
  { may, client = name }: { may?: string; client?: string },
): Promise<void> {
  const wanted = z.object({ name: Name, client: Name, may: May }).safeParse({ name, client, may: may?.split(",") });
  if (!wanted.success) {
    const wrong = wanted.error.issues.map(({ path }) => (path[0] === "name" ? "NAME" : `--${String(path[0])}`));
    throw new Problem(`Missing or invalid: ${[...new Set(wrong)].join(", ")}\n${usage}`);
  }
  const secret = `purse_${randomBytes(32).toString("base64url")}`;
  const added = await addServiceKey(db, { ...wanted.data, hash: hashServiceKey(secret) });
  if (!added) throw new Problem(`There is a key ${wanted.data.name} already: choose another name.`);
  console.error("Shown this once, and kept only as a hash:");
  console.log(secret);
}

async function list(db: Db): Promise<void> {
  const keys = await listServiceKeys(db);
  if (keys.length === 0) console.log("No keys yet.");
  for (const key of keys) {
    const used = key.lastUsedAt ? `last used ${key.lastUsedAt.toISOString()}` : "never used";
    const state = key.revokedAt ? `revoked ${key.revokedAt.toISOString()}` : used;
    const names = `${key.name.padEnd(24)} ${key.client.padEnd(24)}`;
    console.log(`${names} ${key.may.join(",").padEnd(34)} made ${key.createdAt.toISOString()}  ${state}`);
  }
}

async function revoke(db: Db, name: string | undefined): Promise<void> {
  const wanted = Name.safeParse(name);
  if (!wanted.success) throw new Problem(`Missing or invalid: NAME\n${usage}`);
  if (!(await revokeServiceKey(db, wanted.data))) throw new Problem(`No key ${wanted.data} is in force.`);
  await announceKeys(db);
  console.log(`${wanted.data} is revoked.`);
}
