import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stopChild, untilEnded } from "./child.ts";
import { projectFolder } from "./options.ts";
import { Problem } from "./problem.ts";
import type { Running } from "./steps.ts";

/**
 * Builds the app, unless the last build was made from exactly these sources. Prints which. The bench's build
 * has additional routes (`next.config.ts`) and a folder of its own.
 */
export async function buildWhenChanged(
  running: Running,
  { forBench = false }: { forBench?: boolean } = {},
): Promise<"built" | "unchanged"> {
  const sources = hashSources();
  const mark = join(projectFolder, forBench ? ".next-bench" : ".next", "built-from");
  if (existsSync(mark) && readFileSync(mark, "utf8") === sources) return "unchanged";
  rmSync(mark, { force: true });
  await (forBench ? keepTypes(() => build(running, { BUILD_FOR: "bench" })) : build(running, {}));
  writeFileSync(mark, sources);
  return "built";
}

const inputs = [
  "app",
  "components",
  "db",
  "lib",
  "messages",
  "public",
  "instrumentation.ts",
  "next.config.ts",
  "package-lock.json",
  "package.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];

function hashSources(): string {
  const hash = createHash("sha256").update(process.version);
  for (const path of inputs.flatMap(listFiles))
    hash.update(`\0${path}\0`).update(readFileSync(join(projectFolder, path)));
  return hash.digest("hex");
}

function listFiles(input: string): string[] {
  const path = join(projectFolder, input);
  if (!existsSync(path)) return [];
  if (input.includes(".")) return [input];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$|\.md$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(projectFolder.length + 1))
    .sort();
}

/** A build points `next-env.d.ts` at its own types; the editor's and the check's are the app's. */
async function keepTypes(run: () => Promise<void>): Promise<void> {
  const file = join(projectFolder, "next-env.d.ts");
  const before = existsSync(file) ? readFileSync(file) : null;
  await run().finally(() => (before === null ? rmSync(file, { force: true }) : writeFileSync(file, before)));
}

async function build(running: Running, env: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, [join(projectFolder, "node_modules/next/dist/bin/next"), "build"], {
    cwd: projectFolder,
    env: { ...process.env, ...env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(() => stopChild(child));
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  if ((await untilEnded(child)) !== 0) throw new Problem(`${Buffer.concat(output)}\nThe build failed: see above.`);
}
