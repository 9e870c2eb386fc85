import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { projectFolder } from "#scripts/launcher/options.ts";
import { commands } from "./commands.ts";

const documents = globSync(["*.md", "docs/**/*.md", "{lib,bench}/**/*.md"], { cwd: projectFolder });
const names = new Set(commands.map(({ name }) => name));
const folders =
  /(?<![\w./-])(?:app|bench|components|db|docs|e2e|lib|messages|patches|scripts|testing)\/(?:(?!\]\()[\w./()[\]-])*\w/g;

test.each(documents)("%s links to files that exist, and names commands of purse that exist", (document) => {
  const text = read(document);
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = ""]) => join(dirname(document), link));
  expect(links.filter(isMissing)).toEqual([]);
  const called = [...text.matchAll(/(?:`|npx )purse ([a-z]+)/g)].map(([, name = ""]) => name);
  expect(called.filter((name) => !names.has(name))).toEqual([]);
});

test.each(["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"])("%s names files that exist", (document) => {
  const paths = read(document).match(folders) ?? [];
  expect(paths.length).toBeGreaterThan(0);
  expect(paths.filter(isMissing)).toEqual([]);
});

test("README names every command of purse", () => {
  const rows =
    read("README.md")
      .match(/^\| `purse .*$/gm)
      ?.join("\n") ?? "";
  for (const name of names) expect(rows).toMatch(new RegExp(`[\` ]${name}\``));
});

function isMissing(path: string): boolean {
  return !existsSync(join(projectFolder, path));
}

function read(document: string): string {
  return readFileSync(join(projectFolder, document), "utf8");
}
