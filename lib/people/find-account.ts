import "server-only";
import { z } from "zod";
import type { Db } from "#db/client.ts";
import { readUserIdByEmail } from "#db/queries/people/users.ts";
import { accountExists } from "#lib/ledger/read/account-exists.ts";
import { parseAddress } from "./address.ts";

const accountId = z.uuid();

/** The account that an operator names by its id or its holder's address, or null when it does not exist. */
export async function findAccount(db: Db, name: string): Promise<string | null> {
  const id = accountId.safeParse(name.toLowerCase()).data ?? (await readUserIdByEmail(db, parseAddress(name) ?? name));
  return id !== null && (await accountExists(db, id)) ? id : null;
}
