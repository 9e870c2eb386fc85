import { startApp } from "./launcher/app.ts";
import { buildWhenChanged } from "./launcher/build.ts";
import { prepareDemo, prepareProduction } from "./launcher/environment.ts";
import { isPortFree } from "./launcher/free-port.ts";
import { loadEnvironmentFiles, readOptions } from "./launcher/options.ts";
import { Problem, runOrExplain } from "./launcher/problem.ts";
import { keepRunning, runStep } from "./launcher/steps.ts";
import { watch } from "./launcher/watch.ts";

const running = keepRunning();
let stopping = false;
// Nobody reads our output any more: that is no reason to end, and no news to write there.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));

await runOrExplain(async () => {
  try {
    await start();
  } catch (error) {
    // A step that fails because we are stopping it is no problem.
    if (!stopping) throw error;
  }
});
if (process.exitCode === 1) await stop(1);

async function start(): Promise<void> {
  loadEnvironmentFiles(process.argv.includes("--dev"));
  const options = readOptions(process.env, process.argv);
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

async function stop(code: number, reason?: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  if (reason) console.error(reason);
  await running.stopAll();
  process.exit(code);
}
