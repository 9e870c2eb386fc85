import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "#db/client.ts";
import { verify } from "#lib/ledger/audit/verify.ts";
import { excludedCalls, known } from "./fuzz/known.ts";
import { requireSchemathesis } from "./fuzz/python.ts";
import { type Report, runSchemathesis } from "./fuzz/run-schemathesis.ts";
import { type FuzzWorld, openFuzzWorld } from "./fuzz/world.ts";
import { buildWhenChanged } from "./launcher/build.ts";
import { dataFolderOf } from "./launcher/options.ts";
import { Problem } from "./launcher/problem.ts";
import { keepRunning, runStep } from "./launcher/steps.ts";
import { readWords } from "./read-words.ts";

/** How to call it. */
export const usage = `purse fuzz [--minutes N] [--seed N]
Sends valid and invalid requests, generated from /api/openapi.json by schemathesis (needs Python 3.10 or newer), as a product
back end, as an app and as a browser, and checks the responses against the document. It uses a database of its own and
checks its invariants afterwards. scripts/fuzz/known.ts lists skipped calls and known failures.`;

/** Fuzzes the interface as each kind of caller. */
export async function run(words: string[]): Promise<void> {
  const { minutes, seed } = readArguments(words);
  console.log(`Seed ${seed}`);
  for (const { operationId, caller, reason } of excludedCalls)
    console.log(`Left out: ${operationId}${caller === undefined ? "" : ` by ${caller}`}, as ${reason}.`);
  for (const { operationId, check, reason } of known) console.log(`Known: ${operationId}, ${check}: ${reason}.`);
  const command = await runStep("schemathesis", async () =>
    requireSchemathesis(join(dataFolderOf(process.env), "fuzz-venv")),
  );
  await runStep("Build", () => buildWhenChanged(keepRunning()));
  const world = await runStep("Start", openFuzzWorld);
  const folder = mkdtempSync(join(tmpdir(), "purse-fuzz-"));
  try {
    const findings: string[] = [];
    for (const caller of world.callers) {
      console.log(`\nAs ${caller.name}`);
      const seconds = Math.max(1, Math.floor((minutes * 60) / world.callers.length));
      const { names, server } = world;
      const report = await runSchemathesis({ command, url: server.url, caller, names, seconds, seed, folder });
      findings.push(...judge(report).map((finding) => `${caller.name}: ${finding}`));
    }
    findings.push(...(await findBreaches(world)));
    conclude(findings);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await world.stop();
  }
}

function readArguments(words: string[]): { minutes: number; seed: number } {
  const options = { minutes: { type: "string" }, seed: { type: "string" } } as const;
  const { minutes = "3", seed = String(Math.floor(Math.random() * 2 ** 31)) } = readWords({
    usage,
    words,
    options,
    most: 0,
  }).values;
  if (!/^\d+(\.\d+)?$/.test(minutes)) throw new Problem(`--minutes "${minutes}" is not a number\n${usage}`);
  if (!/^\d{1,15}$/.test(seed)) throw new Problem(`--seed "${seed}" is not a whole number\n${usage}`);
  return { minutes: Number(minutes), seed: Number(seed) };
}

/** The findings of a report. */
function judge({ complete, failures, errors, test_cases }: Report): string[] {
  const findings = failures.flatMap(({ type, title, operations }) =>
    operations.map((operation) => `${operation}: ${title} (${type})`),
  );
  if (!complete || test_cases.generated === 0) findings.push("schemathesis did not come to its end");
  return [...findings, ...errors.map(({ title, count }) => `${title} (${count})`)];
}

async function findBreaches({ server }: FuzzWorld): Promise<string[]> {
  const db = openDatabase(server.databaseUrl, { max: 1 });
  try {
    const findings = await verify(db);
    return findings.flatMap(({ says, breach }) => (breach === null ? [] : [`not so: ${says}: ${breach}`]));
  } finally {
    await db.$client.end();
  }
}

function conclude(findings: string[]): void {
  for (const finding of findings) console.log(`FOUND  ${finding}`);
  console.log(findings.length === 0 ? "Clean; the database keeps all invariants." : `${findings.length} findings`);
  if (findings.length > 0) process.exitCode = 1;
}
