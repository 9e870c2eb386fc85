import type { Env } from "./env.ts";

/**
 * Whether commands of several callers go into one transaction: unless `GROUP_COMMIT=off`. `GATHER` is the former name
 * of the variable and is read only when the new one is not set.
 */
export function isGroupCommitOn(env: Env): boolean {
  return (env.GROUP_COMMIT || env.GATHER) !== "off";
}

/** What is wrong with the variable under its two names, a line each. */
export function groupCommitProblems({ GROUP_COMMIT: now, GATHER: formerly }: Env): string[] {
  const problems = Object.entries({ GROUP_COMMIT: now, GATHER: formerly })
    .filter(([, value]) => value && value !== "on" && value !== "off")
    .map(([name]) => `${name} is on or off`);
  if (now && formerly && now !== formerly)
    problems.push("GROUP_COMMIT and GATHER, its former name, differ: remove GATHER.");
  return problems;
}
