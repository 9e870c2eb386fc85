import { parseArgs } from "node:util";
import { z } from "zod";
import { type Db, openDatabase } from "#db/client.ts";
import { violatedConstraint } from "#db/failure.ts";
import { addPack, addPrice } from "#db/queries/add-catalogue-rows.ts";
import { readClock } from "#db/queries/read-clock.ts";
import { Problem, runOrExplain } from "./launcher/problem.ts";
import { withDatabase } from "./launcher/with-database.ts";

// npm run catalogue -- price FEATURE COST [--from INSTANT]
// npm run catalogue -- pack SLUG CREDITS PRICE_CENTS [--valid-days DAYS] [--withdraw] [--from INSTANT]
// Adds a row that holds from an instant on (now, or a later one); what was sold before keeps the price it had.
const usage =
  "catalogue -- price FEATURE COST [--from INSTANT] | pack SLUG CREDITS PRICE_CENTS [--valid-days DAYS] [--withdraw] [--from INSTANT]";
const whole = (most: number) =>
  z
    .string()
    .regex(/^[1-9]\d*$/)
    .transform(Number)
    .refine((value) => value <= most);
const Slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
const From = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .optional();
const Price = z.object({ feature: Slug, costPerUnit: whole(1_000_000), from: From });
const Pack = z.object({
  slug: Slug,
  credits: whole(1_000_000_000),
  amountCents: whole(1_000_000_00),
  validDays: whole(3_650).optional(),
  from: From,
});

await runOrExplain(async () => {
  const { positionals, values } = readArguments();
  const [what, name, first, second] = positionals;
  const { from, "valid-days": validDays, withdraw = false } = values;
  await withDatabase(async ({ appUrl }) => {
    const db = openDatabase(appUrl, { max: 1 });
    try {
      if (what === "price") await price(db, parse(Price, { feature: name, costPerUnit: first, from }));
      else if (what === "pack")
        await pack(db, parse(Pack, { slug: name, credits: first, amountCents: second, validDays, from }), withdraw);
      else throw new Problem(usage);
    } finally {
      await db.$client.end();
    }
  });
});

function readArguments() {
  const options = {
    from: { type: "string" },
    "valid-days": { type: "string" },
    withdraw: { type: "boolean" },
  } as const;
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch {
    throw new Problem(usage);
  }
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const bad = parsed.error.issues.map((issue) => issue.path.join(".")).join(", ");
  throw new Problem(`${usage}\nBad: ${bad}. Amounts are whole numbers above 0, INSTANT is like 2027-01-01T00:00:00Z.`);
}

async function price(db: Db, { feature, costPerUnit, from }: z.infer<typeof Price>): Promise<void> {
  const instant = await startOf(db, from);
  try {
    if (!(await addPrice(db, { feature, costPerUnit, from: instant }))) throw taken(feature, instant);
  } catch (error) {
    if (violatedConstraint(error)?.includes("feature")) throw new Problem(`There is no feature ${feature}.`);
    throw error;
  }
  console.log(`${feature} costs ${costPerUnit} from ${instant.toISOString()}.`);
}

async function pack(db: Db, { from, ...row }: z.infer<typeof Pack>, withdraw: boolean): Promise<void> {
  const instant = await startOf(db, from);
  const added = await addPack(db, { ...row, from: instant, currency: "usd", withdrawnAt: withdraw ? instant : null });
  if (!added) throw taken(row.slug, instant);
  const says = withdraw ? "is no longer sold" : `sells ${row.credits} credits for ${row.amountCents} cents`;
  console.log(`${row.slug} ${says} from ${instant.toISOString()}.`);
}

/** The past is closed: histories were made at its prices. */
async function startOf(db: Db, wanted: Date | undefined): Promise<Date> {
  const now = await readClock(db);
  if (wanted && wanted < now) throw new Problem(`--from ${wanted.toISOString()} is past: give a later one, or none.`);
  return wanted ?? now;
}

function taken(name: string, from: Date): Problem {
  return new Problem(`${name} has a row from ${from.toISOString()} already: choose another instant.`);
}
