import postgres from "postgres";
import { startPostgres } from "#scripts/local-postgres/postgres.ts";

/** The address of the product of all browser tests: `playwright.config.ts` starts it there. */
export const origin = `http://localhost:${process.env.E2E_PORT}`;

/** Connects to the product's own database as its owner, to prepare data; closed when the worker ends. */
export function joinDatabase(): Promise<postgres.Sql> {
  joined ??= startPostgres({ dataFolder: process.env.E2E_DATA ?? "" }).then(({ ownerUrl }) =>
    postgres(ownerUrl, { max: 1, onnotice: () => undefined }),
  );
  return joined;
}

let joined: Promise<postgres.Sql> | undefined;
