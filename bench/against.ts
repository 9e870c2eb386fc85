import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stopChild, untilEnded } from "#scripts/launcher/child.ts";
import { projectFolder } from "#scripts/launcher/options.ts";
import { median } from "./figure.ts";
import { type PrintedFigure, readFigures } from "./read-figures.ts";
import { newFolder, running } from "./run-folder.ts";

/**
 * Measures rows at another commit and here, in turn, each with its own bench, modules, build and data, and prints both.
 * A short run of each comes first: it shows early that both can be measured.
 */
export async function measureAgainst(
  commit: string,
  { rows, turns, short }: { rows: readonly string[]; turns: number; short: boolean },
): Promise<void> {
  const tree = checkOut(commit);
  for (const row of rows) {
    const measure = async (folder: string, shortly = short) => {
      return readFigures(await runBench(folder, ["--only", row, ...(shortly ? ["--short"] : [])]));
    };
    for (const folder of [tree, projectFolder]) await measure(folder, true);
    const before: PrintedFigure[][] = [];
    const after: PrintedFigure[][] = [];
    for (let turn = 0; turn < turns; turn += 1) {
      before.push(await measure(tree));
      after.push(await measure(projectFolder));
    }
    console.log(`\n${row}, ${commit} and here, ${turns} times in turn`);
    const names = new Set([...before, ...after].flat().map(({ what }) => what));
    for (const what of names) printBoth(what, before.flat(), after.flat());
  }
}

/** A work tree of the commit, with its own modules: linked where its lock file asks for the same. */
function checkOut(commit: string): string {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: projectFolder, encoding: "utf8" }).trim();
  const tree = join(newFolder(), "tree");
  git("worktree", "add", "--detach", tree, git("rev-parse", "--verify", `${commit}^{commit}`));
  const lock = (folder: string) => readFileSync(join(folder, "package-lock.json"), "utf8");
  const modules = join(projectFolder, "node_modules");
  if (lock(tree) === lock(projectFolder)) {
    try {
      execFileSync("cp", ["-al", modules, tree], { stdio: "ignore" });
    } catch {
      // On another disk, or where `cp` cannot link.
      cpSync(modules, join(tree, "node_modules"), { recursive: true, verbatimSymlinks: true });
    }
  } else {
    execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: tree, stdio: ["ignore", "ignore", "inherit"] });
  }
  return tree;
}

/** The printed output of one run of a tree's bench. A missed threshold is a result too. */
async function runBench(folder: string, args: readonly string[]): Promise<string> {
  if (!existsSync(join(folder, "bench/run.ts"))) throw new Error(`${folder} has no bench`);
  // Its data is below this run's folder, and is removed with it even where that commit leaves something behind.
  const data = newFolder();
  // Commits before the command `purse` have a script of their own.
  const script = existsSync(join(folder, "scripts/purse.ts")) ? ["scripts/purse.ts", "bench"] : ["bench/run.ts"];
  const child = spawn(process.execPath, ["--conditions=react-server", ...script, ...args], {
    cwd: folder,
    env: { ...process.env, TMPDIR: data },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(() => stopChild(child, 15_000));
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  await untilEnded(child);
  if (readFigures(said).length === 0) throw new Error(`The bench of ${folder} failed:\n${said}`);
  return said;
}

function printBoth(what: string, before: readonly PrintedFigure[], after: readonly PrintedFigure[]): void {
  const middle = (figures: readonly PrintedFigure[]) => {
    const same = figures.filter((figure) => figure.what === what);
    if (same.length === 0) return null;
    const value = median(same.map((figure) => figure.value));
    const all = same.map((figure) => figure.value).join(", ");
    return { value, text: `${value}${same[0]?.unit} of ${all}; ${same.find((one) => one.value === value)?.of}` };
  };
  const [was, is] = [middle(before), middle(after)];
  console.log(`  ${what}`);
  console.log(`    before ${was?.text ?? "not measured"}`);
  console.log(`    after  ${is?.text ?? "not measured"}`);
  if (was !== null && is !== null) console.log(`    after ÷ before ${(is.value / was.value).toFixed(2)}`);
}
