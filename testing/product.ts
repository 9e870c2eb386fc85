import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort } from "#scripts/launcher/free-port.ts";
import { projectFolder } from "#scripts/launcher/options.ts";

/** The whole product, started as `npm start` starts it. */
export type Product = {
  url: string;
  /** What it has printed so far. */
  output: () => string;
  launcher: ChildProcess;
  /** Resolves to the exit code when it has ended; null after a kill. */
  ended: Promise<number | null>;
};

/** The key that a demonstration started here takes for all accounts. */
export const serviceKey = "service-key-of-the-launcher-tests";

/** A folder that the product can keep its data in, under the system's temporary one; remove it with `removeFolder`. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "purse-product-"));
  chmodSync(folder, 0o711);
  return folder;
}

/** Removes a folder and what is in it. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Starts the product and waits until it prints its address. Throws with its output when it ends before. */
export async function startProduct(env: Record<string, string>): Promise<Product> {
  const port = env.PORT ?? String(await findFreePort());
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const inherited = { NODE_ENV: "production" as const, PATH, HOME, NODE_COMPILE_CACHE };
  const launcher = spawn(
    process.execPath,
    ["--conditions=react-server", join(projectFolder, "scripts/purse.ts"), "start"],
    {
      cwd: projectFolder,
      // As under npm: it stops automatically when its parent process is gone.
      env: { ...inherited, npm_lifecycle_event: "e2e", CREDITS_SERVICE_KEY: serviceKey, ...env, PORT: port },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  for (const stream of [launcher.stdout, launcher.stderr])
    stream.on("data", (chunk: Buffer) => {
      output += chunk;
    });
  const ended = once(launcher, "exit").then(() => launcher.exitCode);
  started.push({ launcher, ended });
  while (!/^https?:\/\/\S+$/m.test(output)) {
    if (launcher.exitCode !== null) throw new Error(`The product ended before it was ready:\n${output}`);
    await sleep(50);
  }
  return { url: `http://localhost:${port}`, output: () => output, launcher, ended };
}

/** Stops everything that this process started and that still runs: after every test, especially failed ones. */
export async function stopProducts(): Promise<void> {
  for (const { launcher } of started) launcher.kill("SIGTERM");
  await Promise.all(started.splice(0).map(({ ended }) => ended));
}

const started: Pick<Product, "launcher" | "ended">[] = [];

/** Calls the interface as a product back end with all rights. */
export async function callAsService(product: Product, path: string, { account, body, key }: ServiceCall = {}) {
  return await fetch(`${product.url}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      Authorization: `Bearer ${serviceKey}`,
      ...(account ? { "Credits-Account": account } : {}),
      ...(key ? { "Idempotency-Key": key } : {}),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

type ServiceCall = { account?: string; body?: object; key?: string };
