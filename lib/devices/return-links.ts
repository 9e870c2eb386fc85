import "server-only";
import type { DbOrTx } from "#db/client.ts";
import { readPolicies } from "#db/queries/devices/platform-policies.ts";
import { isDemo, settings } from "#lib/config/settings.ts";
import type { Platform, Policy } from "./policy.ts";
import { isReturnAddress } from "./return-address.ts";

/** An address that leads from the web back to an app, and the app's platform. */
export interface ReturnLink {
  platform: Exclude<Platform, "web">;
  address: string;
}

/** All return links. An address that is not exactly on this list never becomes a link. */
export async function listReturnLinks(db: DbOrTx): Promise<ReturnLink[]> {
  return (await readPolicies(db)).flatMap(returnLinksOf);
}

/**
 * An app's return link: the address that it names if that is on its platform's list, null if it is not. An app
 * that names none gets the first of the list.
 */
export function chooseReturnLink(policy: Policy, named: string | null): string | null {
  const listed = returnLinksOf(policy).map(({ address }) => address);
  return (named === null ? listed[0] : listed.find((address) => address === named)) ?? null;
}

/** The list is data: addresses that the command would reject are skipped, however they got there. */
function returnLinksOf({ platform, returnAddresses }: Policy): ReturnLink[] {
  if (platform === "web") return [];
  const listed = returnAddresses.filter(isReturnAddress);
  // The apps of the devices lab run on a page of ours.
  if (isDemo()) listed.push(`${settings().appUrl}/devices-lab#lab-${platform}`);
  return listed.map((address) => ({ platform, address }));
}
