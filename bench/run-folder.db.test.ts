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
  ["fails", (bench) => bench.send("fail")],
] satisfies [string, (bench: ChildProcess) => boolean][]) {
  test.concurrent(`a bench that ${how} leaves no server, no other process and no folder`, async ({ expect }) => {
    const folder = mkdtempSync(join(tmpdir(), "purse-ends-"));
    chmodSync(folder, 0o711);
    const bench = startBench(folder);
    try {
      const [others] = await once(bench, "message");
      const server = readServer(folder);
      const ended = once(bench, "exit");
      end(bench);
      const [code] = await ended;
      expect(code).not.toBe(0);
      for (const pid of [server, ...others]) await expect.poll(() => identifyProcess(pid)).toBeNull();
      await expect.poll(() => readdirSync(folder)).toEqual([]);
    } finally {
      bench.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

/** A bench that opens what every row opens, reports it, and then runs until it is ended. */
function startBench(folder: string): ChildProcess {
  const bench = `
    import { openBench } from "./bench/open-bench.ts";
    import { startLoadProcess } from "./bench/load-processes.ts";
    import { startClients } from "./bench/http/clients.ts";
    import { runAndEnd } from "./bench/run-folder.ts";
    await runAndEnd(async () => {
      const { appUrl } = await openBench();
      const others = [startLoadProcess(appUrl).pid, startClients().pid];
      const failing = new Promise((resolve, reject) => process.once("message", () => reject(new Error("as told"))));
      process.send(others);
      await failing;
    });`;
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
