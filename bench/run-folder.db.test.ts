import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import { identifyProcess } from "#scripts/launcher/process-identity.ts";

for (const [how, end] of [
  ["is told to stop", (bench) => bench.kill("SIGTERM")],
  ["is killed", (bench) => bench.kill("SIGKILL")],
] satisfies [string, (bench: ChildProcess) => boolean][]) {
  test.concurrent(`a bench that ${how} leaves no server, no other process and no folder`, async ({ expect }) => {
    await withBench(openEverything, async (bench, folder) => {
      const [others] = await once(bench, "message");
      const server = readServer(folder);
      const ended = once(bench, "exit");
      end(bench);
      const [code] = await ended;
      expect(code).not.toBe(0);
      for (const pid of [server, ...others]) await expect.poll(() => identifyProcess(pid)).toBeNull();
      await expect.poll(() => readdirSync(folder)).toEqual([]);
    });
  });
}

// It ends as one that is told to stop: a folder is enough.
test.concurrent("a bench that fails says so in its exit code, and leaves no folder", async ({ expect }) => {
  await withBench(`newFolder(); throw new Error("as told");`, async (bench, folder) => {
    expect(await once(bench, "exit")).toEqual([1, null]);
    expect(readdirSync(folder)).toEqual([]);
  });
});

/** Every part that a row can open; it reports them, and then runs until it is ended. */
const openEverything = `
  const { openBench } = await import("./bench/open-bench.ts");
  const { startLoadProcess } = await import("./bench/load-processes.ts");
  const { startClients } = await import("./bench/http/clients.ts");
  const { appUrl } = await openBench();
  const others = [startLoadProcess(appUrl).pid, startClients().pid];
  process.send(others);
  await new Promise(() => undefined);`;

async function withBench(row: string, work: (bench: ChildProcess, folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "purse-ends-"));
  chmodSync(folder, 0o711);
  const bench = startBench(folder, row);
  try {
    await work(bench, folder);
  } finally {
    bench.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

function startBench(folder: string, row: string): ChildProcess {
  const bench = `
    import { newFolder, runAndEnd } from "./bench/run-folder.ts";
    await runAndEnd(async () => { ${row} });`;
  return spawn(process.execPath, ["--conditions=react-server", "--input-type=module", "--eval", bench], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
}

function readServer(folder: string): number {
  const [file, more] = globSync(join(folder, "*/*/postgres/postmaster.pid"));
  if (file === undefined || more !== undefined) throw new Error("A bench has one server");
  return Number(readFileSync(file, "utf8").split("\n")[0]);
}
