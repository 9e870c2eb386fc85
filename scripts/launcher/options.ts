import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import type { Env } from "#lib/config/env.ts";
import { decideMode } from "#lib/config/mode.ts";
import type { ListenHosts } from "./free-port.ts";
import { Problem } from "./problem.ts";

/** The folder of package.json. */
export const projectFolder = resolve(import.meta.dirname, "../..");

/** The settings of one start, from the environment and the command line. */
export type LaunchOptions = {
  mode: "demo" | "production";
  dev: boolean;
  port: number;
  hosts: ListenHosts;
  dataFolder: string;
  appUrl: string;
};

/**
 * Reads the settings of this start.
 * @throws Problem that lists everything missing or invalid.
 */
export function readOptions(env: Env, { dev }: { dev: boolean }): LaunchOptions {
  const mode = decideMode(env);
  const place = Place.safeParse({ port: env.PORT || "3000", host: env.HOST || undefined });
  const problems = [...mode.problems, ...(place.error?.issues.map((issue) => issue.message) ?? [])];
  if (mode.status === "refused" || !place.success || problems.length > 0) throw new Problem(problems.join("\n"));
  return {
    mode: mode.status,
    dev,
    port: place.data.port,
    hosts: place.data.host ? [place.data.host] : mode.status === "demo" ? loopback : "everywhere",
    dataFolder: dataFolderOf(env),
    appUrl: env.APP_URL ? new URL(env.APP_URL).origin : `http://localhost:${place.data.port}`,
  };
}

/** Where a demo stores its database and secrets. */
export function dataFolderOf(env: Env): string {
  return resolve(projectFolder, env.PURSE_DATA_DIR || ".data");
}

/** Reads the files that Next reads too, so that both have the same settings; variables that are set stay. */
export function loadEnvironmentFiles(dev: boolean): void {
  const stage = dev ? "development" : "production";
  for (const name of [`.env.${stage}.local`, ".env.local", `.env.${stage}`, ".env"]) {
    const path = join(projectFolder, name);
    if (existsSync(path)) process.loadEnvFile(path);
  }
}

/** Both of localhost's addresses: a browser may try either first. */
const loopback = ["127.0.0.1", "::1"];
const badPort = "PORT is a whole number from 1 to 65535.";
const Place = z.object({
  port: z
    .string()
    .regex(/^\d{1,5}$/, badPort)
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65535, badPort),
  host: z
    .string()
    .regex(/^[\w.:-]+$/, "HOST is the address to listen on, such as 0.0.0.0.")
    .optional(),
});
