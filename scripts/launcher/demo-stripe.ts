import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decideMode } from "#lib/config/mode.ts";
import { startFakeStripe } from "#scripts/fake-stripe/start.ts";
import { prepareDataFolder } from "#scripts/local-postgres/folder.ts";
import { type LaunchOptions, loadEnvironmentFiles, readOptions } from "./options.ts";
import { keepSecret } from "./secrets.ts";
import { localAddress } from "./until-ready.ts";

/** The key that a demonstration calls its fake Stripe with. */
export const fakeStripeKey = "sk_test_demo";

/** The secret of the fake Stripe's events, made once. */
export function keepWebhookSecret(dataFolder: string): string {
  return `whsec_${keepSecret(dataFolder, "webhook-secret").derive("stripe")}`;
}

/** Starts the fake Stripe of a demonstration on its kept memory; commands find it by a file while it runs. */
export async function startDemoStripe({ appUrl, port, hosts, dataFolder }: LaunchOptions, webhookSecrets: string[]) {
  const fakeStripe = await startFakeStripe({
    port: 0,
    webhookUrl: `${localAddress({ hosts, port })}/api/stripe/webhook`,
    webhookSecrets,
    publicUrl: appUrl,
    stateFile: join(dataFolder, "stripe.json"),
  });
  const file = addressFile(dataFolder);
  writeFileSync(file, fakeStripe.url);
  return {
    url: fakeStripe.url,
    async stop() {
      rmSync(file, { force: true });
      await fakeStripe.stop();
    },
  };
}

/**
 * Runs a command with the Stripe that the environment names, or else with the demonstration's fake one: the one that runs, or
 * one that is started meanwhile. Its address and what the app's settings need besides are in the environment then. In
 * production the environment stays as it is.
 */
export async function withDemoStripe(work: () => Promise<void>): Promise<void> {
  loadEnvironmentFiles(false);
  const { env } = process;
  if (decideMode(env).status !== "demo" || env.STRIPE_API_BASE || env.STRIPE_SECRET_KEY) return await work();
  const options = readOptions(env, { dev: false });
  const { dataFolder, appUrl } = options;
  prepareDataFolder(dataFolder);
  const webhookSecret = env.STRIPE_WEBHOOK_SECRET || keepWebhookSecret(dataFolder);
  const running = await findRunning(dataFolder);
  const own = running === null ? await startDemoStripe(options, webhookSecret.split(",")) : null;
  Object.assign(env, {
    DEMO: "1",
    STRIPE_API_BASE: running ?? own?.url,
    STRIPE_SECRET_KEY: fakeStripeKey,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    AUTH_SECRET: env.AUTH_SECRET || keepSecret(dataFolder, "auth-secret").value,
    APP_URL: appUrl,
  });
  try {
    await work();
  } finally {
    await own?.stop();
  }
}

/** The address of the fake Stripe that runs on a data folder; null when none does. A file that a crash left is no sign of it. */
async function findRunning(dataFolder: string): Promise<string | null> {
  try {
    const url = readFileSync(addressFile(dataFolder), "utf8");
    const answer = await fetch(`${url}/control`, { method: "POST", body: "{}", signal: AbortSignal.timeout(5_000) });
    await answer.body?.cancel();
    return answer.ok ? url : null;
  } catch {
    return null;
  }
}

function addressFile(dataFolder: string): string {
  return join(dataFolder, "stripe-address");
}
