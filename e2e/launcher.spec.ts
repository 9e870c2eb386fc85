import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { z } from "zod";
import { projectFolder } from "#scripts/launcher/options.ts";
import { fillWithDemo } from "#testing/demo-data.ts";
import { callAsService, makeFolder, type Product, removeFolder, startProduct, stopProducts } from "#testing/product.ts";

// One product, step by step: it takes seconds to start, and each test but one only needs it to run.
test.describe.configure({ mode: "serial" });

let folder = "";
let product: Product;
let account: string;

test.beforeAll(async () => {
  folder = makeFolder();
  // The server of all other tests starts on an empty folder.
  await fillWithDemo(folder);
  product = await startProduct({ PURSE_DATA_DIR: folder });
  account = await newAccount(product, 1_000);
});
test.afterAll(async () => {
  await stopProducts();
  removeFolder(folder);
});

const Transaction = z.object({ transaction: z.object({ version: z.number() }) });

// `npm run faults` kills the app and Postgres too, under load.
for (const part of ["launcher", "app", "postgres"] as const)
  test(`after a kill of the ${part} the next start on the same port recovers`, {
    tag: part === "launcher" ? [] : "@all",
  }, async () => {
    process.kill(pidOf(part, product), "SIGKILL");
    await product.ended;

    product = await startProduct({ PURSE_DATA_DIR: folder, PORT: new URL(product.url).port });
    const balance = await callAsService(product, "/api/v1/balance", { account });
    expect(await balance.json()).toMatchObject({ available: 1_000 });
  });

test("a kill in the middle of fifty spends loses no acknowledged one and repeats none", { tag: "@all" }, async () => {
  const keys = Array.from({ length: 50 }, (_, number) => `spend-${number}`);
  const acknowledged = new Map<string, number>();
  const calls = keys.map(async (key) => {
    const answer = await spend(product, account, key);
    if (answer.status !== 201) return;
    acknowledged.set(key, Transaction.parse(await answer.json()).transaction.version);
    if (acknowledged.size === 10) killEverything(product);
  });
  await Promise.allSettled(calls);
  await product.ended;
  expect(acknowledged.size).toBeGreaterThanOrEqual(10);

  product = await startProduct({ PURSE_DATA_DIR: folder });
  for (const key of keys) {
    const answer = await spend(product, account, key);
    expect(answer.status).toBe(201);
    const version = acknowledged.get(key);
    if (version === undefined) continue;
    expect(answer.headers.get("Idempotent-Replayed")).toBe("true");
    expect(Transaction.parse(await answer.json()).transaction.version).toBe(version);
  }
  const balance = await callAsService(product, "/api/v1/balance", { account });
  expect(await balance.json()).toMatchObject({ version: 51, available: 1_000 - 50 * 2 });
  expect(verify(folder)).toBe(0);
});

test("a port in use is reported in one line", async () => {
  const { port } = new URL(product.url);
  await expect(startProduct({ PURSE_DATA_DIR: folder, PORT: port })).rejects.toThrow(`Port ${port} is in use`);
});

test("SIGTERM ends everything, an open stream included", async () => {
  const stream = await callAsService(product, "/api/v1/balance/events", { account });
  const reader = stream.body?.getReader();
  await reader?.read();
  const postgres = postgresPid();

  product.launcher.kill("SIGTERM");
  expect(await product.ended).toBe(0);
  await expect(fetch(product.url)).rejects.toThrow();
  expect(isRunning(postgres)).toBe(false);
});

async function newAccount(product: Product, credits: number): Promise<string> {
  const made = await callAsService(product, "/api/v1/accounts", { body: { email: "somebody@example.com" } });
  const account = z.object({ account: z.object({ id: z.string() }) }).parse(await made.json()).account.id;
  const body = { kind: "purchased", amount: credits, source: "launcher-test", reason: "test" };
  const grant = await callAsService(product, "/api/v1/grants", { account, key: "grant", body });
  expect(grant.status).toBe(201);
  return account;
}

function spend(product: Product, account: string, key: string) {
  return callAsService(product, "/api/v1/spends", { account, key, body: { feature: "ai-script" } });
}

function postgresPid(): number {
  return Number(readFileSync(join(folder, "postgres/postmaster.pid"), "utf8").split("\n")[0]);
}

function appPid({ launcher }: Product): number {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  const child = stdout
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .find(([, parent]) => parent === String(launcher.pid));
  return Number(child?.[0]);
}

function pidOf(part: "launcher" | "app" | "postgres", product: Product): number {
  const pids = { launcher: () => Number(product.launcher.pid), app: () => appPid(product), postgres: postgresPid };
  return pids[part]();
}

function killEverything(product: Product): void {
  for (const pid of [pidOf("postgres", product), pidOf("app", product), pidOf("launcher", product)])
    process.kill(pid, "SIGKILL");
}

function isRunning(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.trim().startsWith("Z");
}

function verify(dataFolder: string): number | null {
  const script = join(projectFolder, "scripts/purse.ts");
  const env = { ...process.env, DEMO: "", DATABASE_URL: "", PURSE_DATA_DIR: dataFolder };
  return spawnSync(process.execPath, ["--conditions=react-server", script, "verify"], { env }).status;
}
