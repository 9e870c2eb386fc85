import { join } from "node:path";
import { openDatabase } from "#db/client.ts";
import { syncCatalogue } from "#lib/billing/plans/sync-catalogue.ts";
import { openStripe } from "#lib/billing/stripe/client.ts";
import type { Env } from "#lib/config/mode.ts";
import { readSettings, type Settings } from "#lib/config/settings.ts";
import { startFakeStripe } from "#scripts/fake-stripe/start.ts";
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
import type { LaunchOptions } from "./options.ts";
import { Problem } from "./problem.ts";
import { keepSecret } from "./secrets.ts";
import { type Running, runStep } from "./steps.ts";
import { tryOutside } from "./try-outside.ts";
import { localAddress } from "./until-ready.ts";

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
  const env = { ...settled, DATABASE_URL: database.appUrl };
  if (!(await hasDemoPeople(database.appUrl)))
    await runStep("Demo data", () => seedDemo({ ...env, DATABASE_OWNER_URL: database.ownerUrl }, running));
  return outer.STRIPE_SECRET_KEY ? env : { ...env, ...(await startStripe(options, env, running)) };
}

const fakeStripeKey = "sk_test_demo";

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
    STRIPE_WEBHOOK_SECRET:
      env.STRIPE_WEBHOOK_SECRET || `whsec_${keepSecret(dataFolder, "webhook-secret").derive("stripe")}`,
  };
}

async function startStripe({ appUrl, port, hosts, dataFolder }: LaunchOptions, env: Env, running: Running) {
  const fakeStripe = await runStep("Fake Stripe", () =>
    startFakeStripe({
      port: 0,
      webhookUrl: `${localAddress({ hosts, port })}/api/stripe/webhook`,
      webhookSecrets: (env.STRIPE_WEBHOOK_SECRET ?? "").split(","),
      publicUrl: appUrl,
      stateFile: join(dataFolder, "stripe.json"),
    }),
  );
  running.add(fakeStripe.stop);
  await offerPlans({ appUrl, databaseUrl: env.DATABASE_URL ?? "", apiBase: fakeStripe.url });
  return { STRIPE_API_BASE: fakeStripe.url, STRIPE_SECRET_KEY: fakeStripeKey };
}

/** As `purse catalogue sync` does for a real Stripe. */
async function offerPlans({ appUrl, databaseUrl, apiBase }: { appUrl: string; databaseUrl: string; apiBase: string }) {
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
