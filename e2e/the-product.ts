import postgres from "postgres";
import { startPostgres } from "#scripts/local-postgres/postgres.ts";

/** Where the product of all browser tests answers: `playwright.config.ts` starts it there. */
export const origin = `http://localhost:${process.env.E2E_PORT}`;

/** Joins the product's own database as its owner, for what a test arranges; the worker leaves it by ending. */
export function joinDatabase(): Promise<postgres.Sql> {
  joined ??= startPostgres({ dataFolder: process.env.E2E_DATA ?? "" }).then(({ ownerUrl }) =>
    postgres(ownerUrl, { max: 1, onnotice: () => undefined }),
  );
  return joined;
}

let joined: Promise<postgres.Sql> | undefined;
