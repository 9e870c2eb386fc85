import { startApp } from "./launcher/app.ts";
import { buildWhenChanged } from "./launcher/build.ts";
import { prepareDemo, prepareProduction } from "./launcher/environment.ts";
import { isPortFree } from "./launcher/free-port.ts";
import { loadEnvironmentFiles, readOptions } from "./launcher/options.ts";
import { Problem } from "./launcher/problem.ts";
import { keepRunning, type Running, runStep } from "./launcher/steps.ts";
import { watch } from "./launcher/watch.ts";
import { readWords } from "./read-words.ts";

/** How to call it. */
export const usage = `purse start
Builds if necessary and starts the product. Without DATABASE_URL, STRIPE_SECRET_KEY, SMTP_URL and APP_URL it starts a demo.
It listens on HOST and PORT.`;

/** Starts the product and prints its address when it is ready. */
export async function run(words: string[]): Promise<void> {
  readWords({ usage, words, options: {}, most: 0 });
  await launch({ dev: false });
}

/** Starts everything, and stops all of it when a part fails, ends or gets a signal. @throws Problem with the reason. */
export async function launch({ dev }: { dev: boolean }): Promise<void> {
  const running = keepRunning();
  let stopping = false;
  const stop = async (code: number, reason?: string) => {
    if (stopping) return;
    stopping = true;
    if (reason) console.error(reason);
    await running.stopAll();
    process.exit(code);
  };
  // Nothing reads our output any more: that is not a reason to end, and cannot be reported there.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));
  try {
    await start({ dev, running, stop });
  } catch (error) {
    // A step that fails because we are stopping it is not a problem.
    if (stopping) return;
    if (!(error instanceof Problem)) throw error;
    await stop(1, error.message);
  }
}

async function start({ dev, running, stop }: { dev: boolean; running: Running; stop: Stop }): Promise<void> {
  loadEnvironmentFiles(dev);
  const options = readOptions(process.env, { dev });
  if (!(await isPortFree(options.port, options.hosts)))
    throw new Problem(
      `Port ${options.port} is in use: end what runs there, or choose another with PORT=${options.port + 1}.`,
    );
  const prepare = options.mode === "demo" ? prepareDemo : prepareProduction;
  const env = await prepare(options, running);
  if (!options.dev) await runStep("Build", () => buildWhenChanged(running));
  const app = await runStep("App", () => startApp(options, env, running));
  watch(app, options, stop);
  console.log(options.appUrl);
}

type Stop = (code: number, reason: string) => Promise<void>;
