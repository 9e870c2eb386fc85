import { readFileSync } from "node:fs";
import { z } from "zod";

const manifest = z.object({ node: z.record(z.string(), z.unknown()) });

/** The ids of a build's server actions, as Next's manifest at `path` lists them. Throws where there is no build. */
export function readActionIds(path: string): ReadonlySet<string> {
  return new Set(Object.keys(manifest.parse(JSON.parse(readFileSync(path, "utf8"))).node));
}
