import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { stopChild, untilEnded } from "./child.ts";
import { requireCurl } from "./curl.ts";
import { findFreePort } from "./free-port.ts";
import { projectFolder } from "./options.ts";

/** The result of a test run. */
export type TestCounts = { passed: number; failed: number };

/** Runs the unit tests, which use the CPU, in parallel with those against a real Postgres, which mostly wait. */
export async function runVitest(): Promise<TestCounts> {
  return await withFolder(async (folder) => {
    const report = join(folder, "report.json");
    const args = [
      "run",
      `--maxWorkers=${2 * availableParallelism()}`,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ];
    const code = await runModule("node_modules/vitest/vitest.mjs", args, {});
    const counts = readReport(report, VitestReport);
    return whole({ passed: counts?.numPassedTests ?? 0, failed: counts?.numFailedTests ?? 0 }, code);
  });
}

/** Runs the browser tests against the real product, started with a data folder of its own on a free port. */
export async function runBrowserTests({ chromium, all, args }: BrowserRun): Promise<TestCounts> {
  requireCurl();
  return await withFolder(async (folder) => {
    const report = join(folder, "report.json");
    const code = await runModule("node_modules/@playwright/test/cli.js", ["test", ...args], {
      CHROMIUM_PATH: chromium,
      E2E_PORT: String(await findFreePort()),
      E2E_IDENTITIES_PORT: String(await findFreePort()),
      E2E_DATA: join(folder, "data"),
      E2E_PREPARED: join(folder, "prepared"),
      E2E_REPORT: report,
      ...(all ? { E2E_ALL: "1" } : {}),
    });
    const stats = readReport(report, PlaywrightReport)?.stats;
    return whole({ passed: stats?.expected ?? 0, failed: stats?.unexpected ?? 0 }, code);
  });
}

type BrowserRun = { chromium: string; all: boolean; args: string[] };

const VitestReport = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });
const PlaywrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number() }),
});

/** A run that fails without a failed test (a file that does not load, a server that does not start) is a failure too. */
function whole(counts: TestCounts, code: number | null): TestCounts {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function readReport<T>(path: string, schema: z.ZodType<T>): T | undefined {
  return existsSync(path) ? schema.parse(JSON.parse(readFileSync(path, "utf8"))) : undefined;
}

/** Tests start the app and its commands a hundred times: processes share one compile cache. */
const compiled = join(projectFolder, "node_modules/.cache/compiled");

async function runModule(path: string, args: string[], env: Record<string, string>): Promise<number | null> {
  // Browser tests call operators' commands, which load what only servers may.
  const child = spawn(process.execPath, ["--conditions=react-server", join(projectFolder, path), ...args], {
    cwd: projectFolder,
    env: { ...process.env, NODE_COMPILE_CACHE: compiled, ...env },
    stdio: "inherit",
  });
  const stop = () => void stopChild(child, 20_000);
  process.once("SIGTERM", stop).once("SIGINT", stop);
  const code = await untilEnded(child);
  process.removeListener("SIGTERM", stop).removeListener("SIGINT", stop);
  return code;
}

async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "purse-tests-"));
  // Root's Postgres runs as another user, who must have access to the folder.
  chmodSync(folder, 0o711);
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
