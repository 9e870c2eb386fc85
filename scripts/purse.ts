import { commands } from "./commands.ts";
import { Problem, runOrExplain } from "./launcher/problem.ts";

// npx purse COMMAND …, and what every npm script calls. See commands.ts for the list.
const [name, ...words] = process.argv.slice(2);
const wantsHelp = words.includes("--help") || words.includes("-h");
await runOrExplain(async () => {
  if (name === undefined || name === "--help" || name === "-h" || name === "help") return console.log(overview());
  const command = commands.find((one) => one.name === name);
  if (command === undefined) throw new Problem(`There is no command "${name}".\n${overview()}`);
  const { usage, run } = await command.load();
  if (wantsHelp) console.log(`${command.summary}\n\n${usage}`);
  else await run(words);
});

function overview(): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  const lines = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`);
  return ["npx purse COMMAND …", ...lines, "npx purse COMMAND --help says how to call it."].join("\n");
}
