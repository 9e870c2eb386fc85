import type { Policy, Visibility } from "./policy.ts";
import { compareVersions, parseVersion, type Version } from "./version.ts";

/** What a call needs: to see the balance in some detail, to use credits, or to buy and manage them. */
export type Permission = `see-${Visibility}` | "spend" | "buy";

/** Whether a client is permitted. `too-old` takes precedence: a newer version may be permitted more. */
export type Verdict = { status: "yes" } | { status: "too-old"; minimumVersion: string } | { status: "not-here" };

const visibilities: readonly Visibility[] = ["total", "kinds", "batches"];

/**
 * Whether a client of this platform and version has a permission; null is one that no platform has. Every call
 * is decided here.
 */
export function checkPermission(policy: Policy, version: Version, permission: Permission | null): Verdict {
  const { access, minimumVersion } = policy;
  if (minimumVersion !== null && isOlder(version, minimumVersion)) return { status: "too-old", minimumVersion };
  return access === "full" && permission !== null && allows(policy, permission)
    ? { status: "yes" }
    : { status: "not-here" };
}

function isOlder(version: Version, minimumVersion: string): boolean {
  const minimum = parseVersion(minimumVersion);
  if (minimum === null) throw new Error(`platform_policies has ${minimumVersion}, which is not a version`);
  return compareVersions(version, minimum) < 0;
}

function allows({ visibility, spends, buys }: Policy, permission: Permission): boolean {
  switch (permission) {
    case "spend":
      return spends;
    case "buy":
      return buys;
    case "see-total":
    case "see-kinds":
    case "see-batches":
      return visibilities.indexOf(visibility) >= visibilities.findIndex((one) => permission === `see-${one}`);
  }
}
