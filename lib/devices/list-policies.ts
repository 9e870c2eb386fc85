import type { DbOrTx } from "#db/client.ts";
import { readPolicies } from "#db/queries/devices/platform-policies.ts";
import { type Policy, platforms } from "./policy.ts";

/** What clients of each platform can see and do, in the order of `platforms`. */
export async function listPolicies(db: DbOrTx): Promise<Policy[]> {
  const rows = await readPolicies(db);
  return rows.toSorted((a, b) => platforms.indexOf(a.platform) - platforms.indexOf(b.platform));
}
