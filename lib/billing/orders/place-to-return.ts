import "server-only";
import { database } from "#lib/database.ts";
import { listReturnLinks, type ReturnLink } from "#lib/devices/return-links.ts";
import { parseTool, type ToolSlug } from "#lib/tools/tool.ts";

/** Where a buyer continues after a purchase: the tool that they came to the store from, or an app. */
export type PlaceToReturn =
  | { type: "tool"; tool: ToolSlug; path: `/tools/${ToolSlug}` }
  | ({ type: "app" } & ReturnLink);

/** The place that an order stores; null when it is neither a tool nor on a list of return links now. */
export async function placeToReturn({ returnTo }: { returnTo: string | null }): Promise<PlaceToReturn | null> {
  if (returnTo === null) return null;
  const tool = parseTool(returnTo.replace(/^\/tools\//, ""));
  if (tool !== null) return { type: "tool", tool, path: `/tools/${tool}` };
  const link = await findReturnLink(returnTo);
  return link === null ? null : { type: "app", ...link };
}

/** The return link with exactly this address; null when it is not on the list. */
export async function findReturnLink(address: string): Promise<ReturnLink | null> {
  return (await listReturnLinks(database())).find((link) => link.address === address) ?? null;
}
