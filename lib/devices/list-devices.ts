import "server-only";
import { readDevices } from "#db/queries/devices/devices.ts";
import { readPolicies } from "#db/queries/devices/platform-policies.ts";
import { database } from "#lib/database.ts";
import { type Allowed, clientPermissions } from "./client-permissions.ts";
import { unusedDays } from "./device-token.ts";
import type { Platform } from "./policy.ts";

/** A signed-in device, as the devices page shows it. */
export interface ListedDevice {
  id: string;
  platform: Platform;
  version: string;
  /** Whether it belongs to the demonstration's devices lab. */
  lab: boolean;
  createdAt: Date;
  lastSeenAt: Date;
  access: Allowed;
}

/** The signed-in devices of a user, the last seen first. */
export async function listDevices(userId: string): Promise<ListedDevice[]> {
  const rows = await readDevices(database(), userId, unusedDays);
  return rows.map(({ policy, ...device }) => ({
    ...device,
    platform: policy.platform,
    access: clientPermissions(policy, device.version),
  }));
}

/** What a user's browsers can do. */
export async function whatBrowsersMay(): Promise<Allowed> {
  const policy = (await readPolicies(database())).find(({ platform }) => platform === "web");
  if (policy === undefined) throw new Error("platform_policies has no row for the web");
  return clientPermissions(policy, "");
}
