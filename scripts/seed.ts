import { type Db, openDatabase } from "#db/client.ts";
import { decideMode } from "#lib/config/mode.ts";
import { demoPeople } from "#lib/demo/people.ts";
import { resetDemo, seedDemo } from "#lib/demo/seed-demo.ts";
import { sol } from "#lib/demo/sol.ts";
import { withDemoStripe } from "./launcher/demo-stripe.ts";
import { withDatabase } from "./local-postgres/with-database.ts";
import { readWords } from "./read-words.ts";

/** How to call it. */
export const usage = `purse seed [--large] [--reset]
Adds the demo users. --large adds a user with 50,000 transactions; --reset empties the database first and needs DATABASE_OWNER_URL.`;

/** Adds demo users to a demo's database. */
export async function run(words: string[]): Promise<void> {
  const { values } = readWords({ usage, words, options, most: 0 });
  await withDatabase(async () => {
    if (decideMode(process.env).status !== "demo") {
      process.exitCode = fail(
        "Only a demonstration is seeded with people: set DEMO=1. Production fills its catalogue with purse catalogue init.",
      );
    } else
      await withDemoStripe(async () => {
        process.exitCode = await demonstration(values);
      });
  });
}

const options = { large: { type: "boolean" }, reset: { type: "boolean" } } as const;

async function demonstration(options: { large?: boolean; reset?: boolean }): Promise<number> {
  if (options.reset) {
    const emptied = await onDatabase("DATABASE_OWNER_URL", resetDemo);
    if (!emptied) return fail("This database carries no demo mark: it is not emptied.");
  }
  const started = performance.now();
  const hasFakeStripe = Boolean(process.env.STRIPE_API_BASE);
  const people = options.large ? [...demoPeople, sol] : demoPeople;
  const seeding = await onDatabase("DATABASE_URL", (db) => seedDemo(db, people, { hasFakeStripe }));
  if (seeding.status === "unmarked") return fail("This database has people but no demo mark: it is left alone.");
  const added = seeding.added.length === 0 ? "all of them were there already" : seeding.added.join(", ");
  return say(`Demo people: ${added} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}

async function onDatabase<Answer>(variable: string, work: (db: Db) => Promise<Answer>): Promise<Answer> {
  const url = process.env[variable];
  if (!url) throw new Error(`${variable} is not set.`);
  const db = openDatabase(url, { max: 1 });
  try {
    return await work(db);
  } finally {
    await db.$client.end();
  }
}

function say(line: string): number {
  console.log(line);
  return 0;
}

function fail(line: string): number {
  console.error(line);
  return 1;
}
