import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Installs Debian packages if permitted, which means as root on Debian; does nothing elsewhere. */
export function installDebianPackages(...names: string[]): void {
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return;
  console.log(`Installing Debian's ${names[0]}.`);
  const apt = (...args: string[]) =>
    spawnSync("apt-get", ["-qq", ...args], { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
  apt("update");
  apt("install", "-y", "--no-install-recommends", ...names);
}
