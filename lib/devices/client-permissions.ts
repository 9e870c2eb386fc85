import { checkPermission } from "./check-permission.ts";
import type { Policy, Visibility } from "./policy.ts";
import { parseVersion } from "./version.ts";

/** What a client can see and do, for display. */
export type Allowed =
  | { status: "yes"; visibility: Visibility; spends: boolean; buys: boolean }
  | { status: "too-old"; minimumVersion: string }
  | { status: "off" };

/** What a client of this platform and version can see and do; one without a version counts as new. */
export function clientPermissions(policy: Policy, version: string): Allowed {
  const { visibility, spends, buys, access } = policy;
  const parsed = parseVersion(version);
  const verdict = parsed === null ? null : checkPermission(policy, parsed, "see-total");
  if (verdict?.status === "too-old") return verdict;
  return access === "off" ? { status: "off" } : { status: "yes", visibility, spends, buys };
}
