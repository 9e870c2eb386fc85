import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("every radio button has a value of its own, by which a form is filled in again after a reload", () => {
  const radios = globSync("{app,components}/**/*.tsx").flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/<input\b[\s\S]*?\/>/g)]
      .filter(([tag]) => tag.includes('type="radio"'))
      .map(([tag]) => ({ file, hasValue: /\bvalue=/.test(tag) })),
  );
  expect(radios.length).toBeGreaterThan(3);
  expect(radios.filter(({ hasValue }) => !hasValue)).toEqual([]);
});
