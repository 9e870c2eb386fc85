import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** Asks a process to end, and kills it after a few seconds if it does not. */
export async function stopChild(child: ChildProcess, patienceMs = 7_000): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const escalation = setTimeout(() => child.kill("SIGKILL"), patienceMs);
  await ended;
  clearTimeout(escalation);
}

/** Waits for a process to end: its exit code, or null after a signal. */
export async function untilEnded(child: ChildProcess): Promise<number | null> {
  if (!hasEnded(child)) await once(child, "exit");
  return child.exitCode;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
