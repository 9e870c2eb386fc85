import { openDatabase } from "#db/client.ts";
import { syncCatalogue } from "#lib/billing/plans/sync-catalogue.ts";
import { openStripe } from "#lib/billing/stripe/client.ts";
import type { Env } from "#lib/config/env.ts";
import { readSettings, type Settings } from "#lib/config/settings.ts";
import {
  checkDatabase,
  type DatabaseAddress,
  findEmptyCatalogue,
  findMissingPrices,
  hasDemoPeople,
  mayChangeHistory,
  prepareDemoDatabase,
  seedDemo,
} from "#scripts/local-postgres/database.ts";
import { prepareDataFolder } from "#scripts/local-postgres/folder.ts";
import { startPostgres } from "#scripts/local-postgres/postgres.ts";
import { fakeStripeKey, keepWebhookSecret, startDemoStripe } from "./demo-stripe.ts";
import type { LaunchOptions } from "./options.ts";
import { Problem } from "./problem.ts";
import { keepSecret } from "./secrets.ts";
import { type Running, runStep } from "./steps.ts";
import { tryOutside } from "./try-outside.ts";

/** Checks what production needs and returns the app's environment; changes nothing in the database. */
export async function prepareProduction({ appUrl }: LaunchOptions, _running: Running): Promise<Env> {
  const env: Env = { ...process.env, APP_URL: appUrl };
  const settings = checkSettings(env);
  const { DATABASE_URL: databaseUrl = "", DATABASE_OWNER_URL: _, ...rest } = env;
  await runStep("Connections", async () => {
    const database = checkDatabase({ url: databaseUrl, directUrl: env.DATABASE_DIRECT_URL }, "production");
    const lines = await Promise.all([database, tryOutside(settings)]);
    for (const line of lines.flat()) console.log(line);
  });
  if (await mayChangeHistory(databaseUrl))
    console.log("DATABASE_URL may change history, which only triggers refuse: a role without that right is safer.");
  const empty = await findEmptyCatalogue(databaseUrl);
  if (empty !== null) console.warn(empty);
  const missing = await findMissingPrices(databaseUrl, settings.stripe.live);
  if (missing !== null) console.warn(missing);
  return { ...rest, DATABASE_URL: databaseUrl };
}

/** Starts what a demo needs besides the app (Postgres, demo people, the fake Stripe) and returns the app's environment. */
export async function prepareDemo(options: LaunchOptions, running: Running): Promise<Env> {
  prepareDataFolder(options.dataFolder);
  const { DATABASE_OWNER_URL: _, ...outer } = process.env;
  const secrets = keepSecrets(options, outer);
  const stripe = { STRIPE_SECRET_KEY: outer.STRIPE_SECRET_KEY || fakeStripeKey };
  // Its own Postgres has no other address.
  const direct = outer.DATABASE_URL ? {} : { DATABASE_DIRECT_URL: "" };
  const settled = { ...outer, ...direct, ...secrets, ...stripe, DEMO: "1", APP_URL: options.appUrl };
  checkSettings(settled);
  const database = await openDemoDatabase(options, running);
  await runStep("Migrations", () => prepareDemoDatabase(database));
  const atStripe = outer.STRIPE_SECRET_KEY ? {} : await startStripe(options, settled, running);
  const env = { ...settled, ...atStripe, DATABASE_URL: database.appUrl };
  // People buy what they are said to have bought, so Stripe comes first.
  if (!(await hasDemoPeople(database.appUrl)))
    await runStep("Demo data", () => seedDemo({ ...env, DATABASE_OWNER_URL: database.ownerUrl }, running));
  if (atStripe.STRIPE_API_BASE !== undefined)
    await offerPlans(options.appUrl, database.appUrl, atStripe.STRIPE_API_BASE);
  return env;
}

async function openDemoDatabase({ dataFolder, mode }: LaunchOptions, running: Running): Promise<DatabaseAddress> {
  const given = process.env.DATABASE_URL;
  if (given) {
    await runStep("Database", () => checkDatabase({ url: given, directUrl: process.env.DATABASE_DIRECT_URL }, mode));
    return { appUrl: given, ownerUrl: process.env.DATABASE_OWNER_URL || given };
  }
  const server = await runStep("Postgres", () => startPostgres({ dataFolder }));
  running.add(server.stop);
  return server;
}

function keepSecrets({ dataFolder }: LaunchOptions, env: Env) {
  const kept = (name: string, file: string) => env[name] || keepSecret(dataFolder, file).value;
  return {
    AUTH_SECRET: kept("AUTH_SECRET", "auth-secret"),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: kept("NEXT_SERVER_ACTIONS_ENCRYPTION_KEY", "actions-key"),
    STRIPE_WEBHOOK_SECRET: env.STRIPE_WEBHOOK_SECRET || keepWebhookSecret(dataFolder),
  };
}

async function startStripe(
  options: LaunchOptions,
  env: Env,
  running: Running,
): Promise<{ STRIPE_API_BASE?: string; STRIPE_SECRET_KEY?: string }> {
  const secrets = (env.STRIPE_WEBHOOK_SECRET ?? "").split(",");
  const fakeStripe = await runStep("Fake Stripe", () => startDemoStripe(options, secrets));
  running.add(fakeStripe.stop);
  return { STRIPE_API_BASE: fakeStripe.url, STRIPE_SECRET_KEY: fakeStripeKey };
}

/** As `purse catalogue sync` does for a real Stripe. */
async function offerPlans(appUrl: string, databaseUrl: string, apiBase: string): Promise<void> {
  const db = openDatabase(databaseUrl, { max: 1 });
  try {
    await syncCatalogue(db, openStripe({ secretKey: fakeStripeKey, apiBase }), { live: false, appUrl });
  } finally {
    await db.$client.end();
  }
}

function checkSettings(env: Env): Settings {
  try {
    return readSettings(env);
  } catch (error) {
    throw new Problem(error instanceof Error ? error.message : String(error));
  }
}
