import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { z } from "zod";
import { applyEdit, type Mutation } from "#testing/mutants/mutant.ts";
import { mutations } from "#testing/mutants/mutants.ts";
import { Problem } from "./launcher/problem.ts";
import { readWords } from "./read-words.ts";

/** How to call it. */
export const usage = `purse mutants [--ci | --only WORDS]
Makes each mutation in a copy of the sources and runs the test that must fail. Exit code 1: a mutation survived, or its
text is no longer in the sources. --ci runs three; --only runs those whose names contain WORDS.`;

const root = join(import.meta.dirname, "..");
const notCopied = new Set([
  "node_modules",
  ".git",
  ".next",
  ".next-bench",
  ".data",
  "test-results",
  "playwright-report",
]);
const report = z.object({
  testResults: z.array(
    z.object({
      message: z.string().optional(),
      assertionResults: z.array(z.object({ title: z.string(), status: z.string() })),
    }),
  ),
});

/** Runs the chosen mutations, each in the same copy of the sources. */
export async function run(words: string[]): Promise<void> {
  const options = { ci: { type: "boolean" }, only: { type: "string" } } as const;
  const { ci, only = "" } = readWords({ usage, words, options, most: 0 }).values;
  const chosen = mutations.filter((mutation) => (ci ? mutation.ci : mutation.name.includes(only)));
  if (chosen.length === 0) throw new Problem(`No mutation's name contains "${only}".`);
  const copy = copyOfTheSources();
  try {
    const survivors = chosen.filter((mutation) => !isNoticed(mutation, copy));
    if (survivors.length > 0) process.exitCode = 1;
    console.log(`${chosen.length - survivors.length} of ${chosen.length} mutations noticed`);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function copyOfTheSources(): string {
  const folder = mkdtempSync(join(tmpdir(), "purse-mutations-"));
  cpSync(root, folder, { recursive: true, filter: (path) => !notCopied.has(basename(path)) });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

function isNoticed(mutation: Mutation, copy: string): boolean {
  const started = performance.now();
  const originals = mutation.edits.map(({ file }) => ({ file, text: readFileSync(join(copy, file), "utf8") }));
  try {
    for (const edit of mutation.edits) {
      const path = join(copy, edit.file);
      writeFileSync(path, applyEdit(readFileSync(path, "utf8"), edit));
    }
    const failed = failedTests(mutation, copy);
    const noticed = failed.some((title) => title.includes(mutation.test));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      `${noticed ? "noticed " : "SURVIVED"}  ${mutation.name}  (${mutation.file}: "${mutation.test}", ${seconds} s)`,
    );
    return noticed;
  } catch (error) {
    console.log(`BROKEN    ${mutation.name}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  } finally {
    for (const { file, text } of originals) writeFileSync(join(copy, file), text);
  }
}

/** The titles of the tests that failed: a run that breaks down in another way throws, because it proves nothing. */
function failedTests({ file, test }: Mutation, copy: string): string[] {
  const output = join(copy, "mutation-report.json");
  rmSync(output, { force: true });
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", file, "-t", test, "--reporter=json", `--outputFile=${output}`];
  const result = spawnSync(process.execPath, args, { cwd: copy, encoding: "utf8", timeout: 600_000 });
  const { testResults } = report.parse(JSON.parse(readReport(output, result.stderr)));
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  if (results.every(({ status }) => status === "skipped" || status === "pending")) {
    throw new Error(`no test ran: ${testResults[0]?.message ?? result.stderr.slice(-300)}`);
  }
  return results.filter(({ status }) => status === "failed").map(({ title }) => title);
}

function readReport(path: string, stderr: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new Error(`the tests did not run: ${stderr.slice(-300)}`, { cause });
  }
}
