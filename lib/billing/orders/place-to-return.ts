import "server-only";
import { database } from "#lib/database.ts";
import { listReturnLinks, type ReturnLink } from "#lib/devices/return-links.ts";
import { parseTool, type ToolSlug } from "#lib/tools/tool.ts";
import type { Order } from "./orders.ts";

/** Where somebody goes on after a purchase: the tool that they came to the store from, or the app. */
export type PlaceToReturn =
  | { type: "tool"; tool: ToolSlug; path: `/tools/${ToolSlug}` }
  | ({ type: "app" } & ReturnLink);

/** The place that an order keeps; null for anything that is no tool of ours and on no list of apps' addresses by now. */
export async function placeToReturn({ returnTo }: Pick<Order, "returnTo">): Promise<PlaceToReturn | null> {
  if (returnTo === null) return null;
  const tool = parseTool(returnTo.replace(/^\/tools\//, ""));
  if (tool !== null) return { type: "tool", tool, path: `/tools/${tool}` };
  const link = await findReturnLink(returnTo);
  return link === null ? null : { type: "app", ...link };
}

/** The app that an address leads back to; null when it is not word for word on the list. */
export async function findReturnLink(address: string): Promise<ReturnLink | null> {
  return (await listReturnLinks(database())).find((link) => link.address === address) ?? null;
}
