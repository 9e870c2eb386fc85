import { once } from "node:events";
import { join } from "node:path";
import { startApp } from "#scripts/launcher/app.ts";
import { buildWhenChanged } from "#scripts/launcher/build.ts";
import { findFreePort } from "#scripts/launcher/free-port.ts";
import { keepRunning } from "#scripts/launcher/steps.ts";
import { running as runningInBench } from "../run-folder.ts";
import type { Size } from "../size.ts";
import { type WatchAnswer, type WatchAsk, watchAnswer } from "./watch-messages.ts";

/** A process of the app as production runs it, with the bench's own routes. */
export interface Served {
  port: number;
  ask: (what: WatchAsk["bench"]) => Promise<WatchAnswer>;
  stop: () => Promise<void>;
}

/**
 * Starts one on a database, with additional settings; builds first when the sources have changed since the last build. A
 * size without empty calls is served by the product's own build.
 */
export async function serveApp(
  databaseUrl: string,
  { empty }: Pick<Size, "empty">,
  settings: Record<string, string> = {},
): Promise<Served> {
  const forBench = empty !== null;
  const running = keepRunning();
  runningInBench.add(running.stopAll);
  await buildWhenChanged(running, { forBench });
  const port = await findFreePort();
  const appUrl = `http://localhost:${port}`;
  const options = { mode: "production", dev: false, port, hosts: [host], dataFolder: "", appUrl } as const;
  const child = await startApp(
    { ...options, hosts: [host] },
    { ...environment(appUrl, databaseUrl), ...(forBench ? { BUILD_FOR: "bench" } : {}), ...settings },
    running,
  );
  return {
    port,
    ask: async (bench) => {
      const said = once(child, "message");
      child.send({ bench } satisfies WatchAsk);
      const [message] = await said;
      return watchAnswer.parse(message);
    },
    stop: running.stopAll,
  };
}

/** Where it listens. */
export const host = "127.0.0.1";

function environment(appUrl: string, databaseUrl: string) {
  return {
    PATH: process.env.PATH,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    // Its output is the bench's own: a line for each request would bury the figures.
    LOG_LEVEL: "warn",
    // Garbage is collected when the bench asks for it, before and after, so that retained memory can be told from garbage.
    NODE_OPTIONS: `--expose-gc --import=${join(import.meta.dirname, "watch.ts")}`,
    NEXT_TELEMETRY_DISABLED: "1",
    APP_URL: appUrl,
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: "a secret of the bench, known to everybody",
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
    STRIPE_SECRET_KEY: "sk_test_of_the_bench",
    STRIPE_WEBHOOK_SECRET: "whsec_of_the_bench",
    STRIPE_API_BASE: "http://localhost:9",
    SMTP_URL: "smtp://localhost:9",
  };
}
