import { expect, test } from "vitest";
import { groupCommitProblems, isGroupCommitOn } from "./group-commit.ts";

test.each([
  [{}, true],
  [{ GROUP_COMMIT: "on" }, true],
  [{ GROUP_COMMIT: "off" }, false],
  [{ GATHER: "off" }, false],
  [{ GATHER: "on" }, true],
  [{ GROUP_COMMIT: "", GATHER: "off" }, false],
  [{ GROUP_COMMIT: "off", GATHER: "off" }, false],
])("with %j group commit is on: %s", (env, on) => {
  expect(isGroupCommitOn(env)).toBe(on);
  expect(groupCommitProblems(env)).toEqual([]);
});

test.each([
  [{ GROUP_COMMIT: "maybe" }, "GROUP_COMMIT is on or off"],
  [{ GATHER: "maybe" }, "GATHER is on or off"],
  [{ GROUP_COMMIT: "on", GATHER: "off" }, "GROUP_COMMIT and GATHER, its former name, differ: remove GATHER."],
])("%j is refused", (env, problem) => {
  expect(groupCommitProblems(env)).toEqual([problem]);
});
