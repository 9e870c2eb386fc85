import "server-only";
import type { DbOrTx } from "#db/client.ts";
import { readPolicies } from "#db/queries/devices/platform-policies.ts";
import { isDemo, settings } from "#lib/config/settings.ts";
import type { Platform, Policy } from "./policy.ts";
import { isReturnAddress } from "./return-address.ts";

/** An address that leads from the web back to an app, and whose app it is. */
export interface ReturnLink {
  platform: Exclude<Platform, "web">;
  address: string;
}

/** Every address that people can be led back to. What is not word for word on this list never becomes a link. */
export async function listReturnLinks(db: DbOrTx): Promise<ReturnLink[]> {
  return (await readPolicies(db)).flatMap(returnLinksOf);
}

/**
 * Where an app wants people back: what it names, if that is on its own platform's list, and nothing if it is not. An app
 * that names nothing gets the first of the list.
 */
export function chooseReturnLink(policy: Policy, named: string | null): string | null {
  const listed = returnLinksOf(policy).map(({ address }) => address);
  return (named === null ? listed[0] : listed.find((address) => address === named)) ?? null;
}

/** The list is data: what could not be put on it by the command is passed over here, however it got there. */
function returnLinksOf({ platform, returnAddresses }: Policy): ReturnLink[] {
  if (platform === "web") return [];
  const listed = returnAddresses.filter(isReturnAddress);
  // The apps of the devices lab are on a page of ours.
  if (isDemo()) listed.push(`${settings().appUrl}/devices-lab#lab-${platform}`);
  return listed.map((address) => ({ platform, address }));
}
