import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { grantAppRole } from "#db/grant-app-role.ts";
import { migrate } from "#db/migrate.ts";
import { startFakeStripe } from "#scripts/fake-stripe/start.ts";
import { holdLock } from "#scripts/local-postgres/folder-users.ts";
import { startPostgres } from "#scripts/local-postgres/postgres.ts";
import { appEnvironment, runPurse, webhookSecret } from "./app-environment.ts";

/**
 * Fills a new data folder with a demonstration: its database, migrated and seeded, and its fake Stripe. In a run of the browser tests,
 * which start a dozen, only the first is made: the others are copies.
 */
export async function fillWithDemo(dataFolder: string): Promise<void> {
  const { E2E_PREPARED } = process.env;
  if (!E2E_PREPARED) return await make(dataFolder);
  // As the owner of the files: as root, Postgres runs as another user.
  execFileSync("cp", ["-a", `${await makeOnce(E2E_PREPARED)}/.`, dataFolder]);
}

/** The folder that all copies are made of; workers that come while it is being made wait for it. */
async function makeOnce(place: string): Promise<string> {
  mkdirSync(place, { recursive: true, mode: 0o711 });
  const made = join(place, "data");
  const release = await holdLock(place);
  try {
    if (existsSync(made)) return made;
    const partial = `${made}.new`;
    await make(partial);
    renameSync(partial, made);
    return made;
  } finally {
    release();
  }
}

async function make(dataFolder: string): Promise<void> {
  const server = await startPostgres({ dataFolder, durable: false });
  try {
    await migrate(server.ownerUrl);
    const owner = postgres(server.ownerUrl, { max: 1, onnotice: () => undefined });
    await grantAppRole(owner, "purse_app").finally(() => owner.end());
    await seed(dataFolder, server.appUrl);
  } finally {
    await server.stop();
  }
}

/** Where the launcher keeps the memory of the fake Stripe too. */
export function stripeFileOf(dataFolder: string): string {
  return join(dataFolder, "stripe.json");
}

/** The app that events of the purchases go to starts later, and gets them then. */
async function seed(dataFolder: string, databaseUrl: string): Promise<void> {
  const url = "http://localhost:9";
  const stripe = await startFakeStripe({
    port: 0,
    publicUrl: url,
    webhookUrl: `${url}/api/stripe/webhook`,
    webhookSecrets: [webhookSecret],
    bankDelayMs: null,
    stateFile: stripeFileOf(dataFolder),
  });
  await runPurse(appEnvironment({ url, databaseUrl, stripeUrl: stripe.url }), ["seed"]).finally(stripe.stop);
}
