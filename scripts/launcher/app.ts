import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Env } from "#lib/config/env.ts";
import { stopChild } from "./child.ts";
import { type LaunchOptions, projectFolder } from "./options.ts";
import { Problem } from "./problem.ts";
import type { Running } from "./steps.ts";
import { localAddress, untilReady } from "./until-ready.ts";

/** Starts the app and waits until it can serve. @throws Problem with the reason when it ends or cannot. */
export async function startApp(options: LaunchOptions, env: Env, running: Running): Promise<ChildProcess> {
  const child = options.dev ? spawnDev(options, env) : forkServer(options, env);
  running.add(() => stopChild(child));
  const ended = once(child, "exit").then(() => {
    throw new Problem("The app ended before it was ready: see above.");
  });
  // The server says when it listens; in development Next's own does not.
  if (!options.dev) await Promise.race([once(child, "message"), ended]);
  await Promise.race([untilReady(localAddress(options)), ended]);
  return child;
}

function forkServer({ port, hosts, appUrl }: LaunchOptions, env: Env): ChildProcess {
  const own = { NODE_ENV: "production" as const, PORT: String(port), HOST: String(hosts), APP_URL: appUrl };
  return fork(join(import.meta.dirname, "serve.ts"), {
    cwd: projectFolder,
    // Our own condition must not be passed on: with react-server, React for the client half of a page would be missing.
    execArgv: [],
    env: { ...env, ...own },
  });
}

function spawnDev({ port, hosts }: LaunchOptions, env: Env): ChildProcess {
  const host = hosts === "everywhere" ? [] : ["--hostname", hosts.length === 1 ? String(hosts) : "localhost"];
  const args = ["dev", "--port", String(port), ...host];
  return spawn(process.execPath, [join(projectFolder, "node_modules/next/dist/bin/next"), ...args], {
    cwd: projectFolder,
    env: { ...env, NODE_ENV: "development" },
    stdio: "inherit",
  });
}
