import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

test("the installed driver carries the whole patch: if not, run `npm ci`", () => {
  const [patch, ...others] = globSync("patches/postgres+*.patch", { cwd: root });
  expect(others).toEqual([]);
  const sections = readFileSync(join(root, patch ?? ""), "utf8")
    .split(/^diff --git /m)
    .slice(1);
  expect(sections).toHaveLength(4);
  for (const section of sections) {
    const [file] = /node_modules\/\S+/.exec(section) ?? [""];
    const installed = readFileSync(join(root, file), "utf8");
    const added = section.split("\n").filter((line) => line.startsWith("+") && !line.startsWith("+++"));
    for (const line of added) expect(installed).toContain(line.slice(1));
  }
});
