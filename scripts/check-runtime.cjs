// Loaded before everything else, and readable by old versions of Node: says in one line why Purse cannot run here.
"use strict";

/** The major version that package.json pins; it runs TypeScript itself. */
const pinned = 24;

function findProblem() {
  if (process.platform !== "linux" && process.platform !== "darwin")
    return "Purse runs on Linux and macOS (on Windows: in WSL). A container needs one of them too.";
  if (Number(process.versions.node.split(".")[0]) < pinned)
    return `Purse runs on Node ${pinned}, this is ${process.version}: run npm ci (with install scripts), which brings it, and start with npm.`;
  if (process.platform === "linux" && !hasGlibc())
    return "Purse needs a Linux with glibc, such as Debian, Ubuntu or Fedora: PostgreSQL's binaries do not run on musl (Alpine).";
  return null;
}

function hasGlibc() {
  process.report.excludeNetwork = true;
  const report = process.report.getReport();
  return Boolean((typeof report === "string" ? JSON.parse(report) : report).header.glibcVersionRuntime);
}

const problem = findProblem();
if (problem) {
  console.error(problem);
  process.exit(1);
}
