import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { installDebianPackages } from "./debian-packages.ts";
import { projectFolder } from "./options.ts";
import { Problem } from "./problem.ts";

/**
 * A Chromium that works here: the one that CHROMIUM_PATH names, the system's, Playwright's, or else Debian's package,
 * installed now if permitted. A headless shell comes first: the same tests take half the CPU time in it.
 * @throws Problem that says what to do.
 */
export function findChromium(): string {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (runs(named)) return named;
    throw new Problem(`CHROMIUM_PATH=${named} does not run: name a Chromium that does, or leave it out.`);
  }
  const found = [...systems, chromium.executablePath()].find(runs) ?? download() ?? installPackage();
  if (found) return found;
  throw new Problem(
    "Chromium is missing: install it (on Debian or Ubuntu: sudo apt-get install chromium-headless-shell; elsewhere: npx playwright install --with-deps chromium), or set CHROMIUM_PATH.",
  );
}

const systems = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** A file alone proves nothing: Playwright's browser is often there without the libraries that it needs. */
function runs(path: string): boolean {
  return existsSync(path) && spawnSync(path, ["--version", "--no-sandbox"], { timeout: 20_000 }).status === 0;
}

function download(): string | undefined {
  console.log("Chromium is missing: trying Playwright's own.");
  spawnSync(process.execPath, [join(projectFolder, "node_modules/@playwright/test/cli.js"), "install", "chromium"], {
    env: { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "10000" },
    stdio: "ignore",
    timeout: 180_000,
  });
  return [chromium.executablePath()].find(runs);
}

function installPackage(): string | undefined {
  // Releases before Debian 12 have only the whole browser.
  for (const name of ["chromium-headless-shell", "chromium"]) {
    installDebianPackages(name, "fonts-liberation");
    const installed = systems.find(runs);
    if (installed) return installed;
  }
  return undefined;
}
