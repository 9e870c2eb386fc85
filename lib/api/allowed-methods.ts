import "server-only";
import { allowHeader } from "./methods.ts";
import { describeApi } from "./openapi.ts";

const asked = ["get", "post", "delete"] as const;
let known: { pattern: RegExp; allowed: string }[] | undefined;

/**
 * The methods of a path of the interface, as `Allow` lists them; null when there is no such path. For requests that
 * reach no route, as their method is none that a route could be given.
 */
export function allowedAt(path: string): string | null {
  known ??= Object.entries(describeApi().paths ?? {}).map(([template, methods]) => ({
    pattern: new RegExp(`^${template.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}/?$`),
    allowed: allowHeader(asked.filter((method) => methods[method] !== undefined).map((name) => name.toUpperCase())),
  }));
  return known.find(({ pattern }) => pattern.test(path))?.allowed ?? null;
}
