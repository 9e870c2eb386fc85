/** One command of `purse`. Its file is loaded only when it is called, because most load a large part of the product. */
export interface PurseCommand {
  name: string;
  summary: string;
  load: () => Promise<CommandFile>;
}

/** The exports of a command's file: its usage, one line per way to call it, and what it does. */
export interface CommandFile {
  usage: string;
  run: (words: string[]) => Promise<void>;
}

/** Every command, in the order of the help text. */
export const commands: readonly PurseCommand[] = [
  { name: "start", summary: "Build if necessary and start the product", load: () => import("./start.ts") },
  { name: "dev", summary: "Start with reloading", load: () => import("./dev.ts") },
  { name: "build", summary: "Build ahead of a start", load: () => import("./build.ts") },
  { name: "migrate", summary: "Apply the migrations that the database lacks", load: () => import("./migrate.ts") },
  { name: "seed", summary: "Add demonstration people", load: () => import("./seed.ts") },
  { name: "catalogue", summary: "Show and change what is sold and used", load: () => import("./catalogue.ts") },
  { name: "platforms", summary: "Show and change what apps can do", load: () => import("./platforms.ts") },
  { name: "keys", summary: "Create, list and revoke keys of product back ends", load: () => import("./keys.ts") },
  { name: "credits", summary: "Show, adjust, freeze and unfreeze an account", load: () => import("./credits.ts") },
  { name: "plans", summary: "Show, bring up to date and end subscriptions", load: () => import("./plans.ts") },
  { name: "campaigns", summary: "Show and change campaigns and their codes", load: () => import("./campaigns.ts") },
  { name: "payments", summary: "List, settle and refund payments", load: () => import("./payments.ts") },
  { name: "reconcile", summary: "Compare Stripe with our books, and repair", load: () => import("./reconcile.ts") },
  { name: "explain", summary: "Explain how a balance came about", load: () => import("./explain.ts") },
  { name: "verify", summary: "Check a live database against all invariants", load: () => import("./verify.ts") },
  { name: "test", summary: "Run all tests", load: () => import("./test.ts") },
  { name: "e2e", summary: "Run the browser and interface tests", load: () => import("./e2e.ts") },
  { name: "bench", summary: "Measure", load: () => import("../bench/run.ts") },
  { name: "faults", summary: "Inject faults under load and expect nothing lost", load: () => import("./faults.ts") },
  { name: "mutants", summary: "Break rules on purpose and expect a test to fail", load: () => import("./mutants.ts") },
  { name: "fuzz", summary: "Call the interface with generated requests", load: () => import("./fuzz.ts") },
];
