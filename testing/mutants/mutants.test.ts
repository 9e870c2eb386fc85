import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { applyEdit } from "./mutant.ts";
import { mutations } from "./mutants.ts";

const root = join(import.meta.dirname, "../..");

// A change of the sources or of a test name shows at once which mutation no longer fits, and not when all of them run.
test.each(mutations.map((mutation) => [mutation.name, mutation] as const))(
  "the mutation matches the sources: %s",
  (_name, { edits, file, test: noticing }) => {
    const texts = new Map<string, string>();
    for (const edit of edits) {
      const text = texts.get(edit.file) ?? readFileSync(join(root, edit.file), "utf8");
      texts.set(edit.file, applyEdit(text, edit));
    }
    expect(texts.size).toBeGreaterThan(0);
    expect(readFileSync(join(root, file), "utf8")).toContain(noticing);
  },
);

test("each mutation has a unique name", () => {
  expect(new Set(mutations.map((mutation) => mutation.name)).size).toBe(mutations.length);
});
