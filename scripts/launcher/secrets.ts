import { createHmac, randomBytes } from "node:crypto";
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A random secret, and others that are derived from it by name. */
export type Secret = { value: string; derive: (name: string) => string };

/** The secret with this name in the data folder, created on first use and readable only by its owner. */
export function keepSecret(dataFolder: string, name: string): Secret {
  const path = join(dataFolder, name);
  if (!existsSync(path)) createOnce(path);
  const value = readFileSync(path, "utf8").trim();
  return { value, derive: (purpose) => createHmac("sha256", value).update(purpose).digest("hex") };
}

/** Written whole under another name and then linked, so that another process never reads half a secret or replaces one. */
function createOnce(path: string): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, randomBytes(32).toString("base64"), { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    rmSync(draft);
  }
}
