import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** What signs sessions and links. */
export const authSecret = "a secret of the tests, known to everybody";
/** A key with all rights, in every process of the app that is started here. */
export const serviceKey = "a-service-key-of-the-tests";
/** What the fake Stripe signs its events with. */
export const webhookSecret = "whsec_of_the_tests";

/** The environment of a process of the app: a demo, so that it accepts the tests' service key. */
export function appEnvironment(at: { url: string; databaseUrl: string; stripeUrl: string }): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DEMO: "1",
    APP_URL: at.url,
    DATABASE_URL: at.databaseUrl,
    AUTH_SECRET: authSecret,
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
    CREDITS_SERVICE_KEY: serviceKey,
    STRIPE_SECRET_KEY: "sk_test_of_the_tests",
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    STRIPE_API_BASE: at.stripeUrl,
  };
}

/**
 * Runs a subcommand of `purse` and returns what it printed. It does not block: the fake Stripe that the command asks lives in
 * this process.
 */
export async function runPurse(env: NodeJS.ProcessEnv, words: string[]): Promise<string> {
  const command = ["--conditions=react-server", "scripts/purse.ts", ...words];
  try {
    return (await promisify(execFile)(process.execPath, command, { env })).stdout;
  } catch (error) {
    throw new Error(`purse ${words.join(" ")} failed`, { cause: error });
  }
}
