import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Distinguishes a process from a later one with the same pid; null when it is gone or a zombie. */
export function identifyProcess(pid: number): { pid: number; startedAt: string; command: string } | null {
  return process.platform === "linux" ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid: number) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const command = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    return { pid, startedAt: fields[19] ?? "", command };
  } catch {
    return null;
  }
}

function fromPs(pid: number) {
  const { stdout } = spawnSync("ps", ["-o", "stat=,lstart=,comm=", "-p", String(pid)], { encoding: "utf8" });
  const [stat, day, month, date, time, year, ...path] = stdout.trim().split(/\s+/);
  if (!stat || stat.startsWith("Z")) return null;
  return { pid, startedAt: [day, month, date, time, year].join(" "), command: path.join(" ").split("/").at(-1) ?? "" };
}
