import { spawnSync } from "node:child_process";
import { installDebianPackages } from "./debian-packages.ts";
import { Problem } from "./problem.ts";

/**
 * Makes sure that there is a `curl`, with which a test follows a stream as any client would.
 * @throws Problem that says what to do.
 */
export function requireCurl(): void {
  if (runs()) return;
  installDebianPackages("curl");
  if (!runs()) throw new Problem("curl is missing: install it (on Debian or Ubuntu: sudo apt-get install curl).");
}

function runs(): boolean {
  return spawnSync("curl", ["--version"], { stdio: "ignore" }).status === 0;
}
