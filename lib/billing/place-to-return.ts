import { parseTool } from "#lib/features/tools/tool.ts";
import type { Order } from "./orders.ts";

/** The tool that somebody came to the store from, to go on with; null for anything that is no tool of ours. */
export function placeToReturn({ returnTo }: Pick<Order, "returnTo">) {
  const tool = parseTool(returnTo?.replace(/^\/tools\//, "") ?? "");
  return tool === null ? null : (`/tools/${tool}` as const);
}
