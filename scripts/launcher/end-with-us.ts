import { spawn } from "node:child_process";
import { Socket } from "node:net";

/**
 * Ends a server as soon as this process is gone, however it ended: a pipe of ours closes, and the process that waits
 * on it sends the signal. For the servers of tests, which nothing else would end. Returns a function that cancels it.
 */
export function endWithUs(pid: number): () => void {
  const guard = spawn("/bin/sh", ["-c", 'cat >/dev/null; kill -QUIT "$1"', "sh", String(pid)], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.unref();
  if (guard.stdin instanceof Socket) guard.stdin.unref();
  return () => guard.kill("SIGKILL");
}
