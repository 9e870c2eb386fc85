import type { DbOrTx } from "../client.ts";
import { sessions } from "../schema/people.ts";

/** A signed-in browser as it is kept: `tokenHash` stands for the token that only the browser holds. */
export interface NewSession {
  tokenHash: string;
  userId: string;
  method: string | null;
  browser: string | null;
  system: string | null;
  expires: Date;
}

/** Signs a browser in. The row holds a hash, so that whoever reads the table cannot act as anybody. */
export async function openSession(db: DbOrTx, { tokenHash, ...session }: NewSession): Promise<void> {
  await db.insert(sessions).values({ sessionToken: tokenHash, ...session });
}
