import { z } from "zod";
import { type Db, openDatabase } from "#db/client.ts";
import { violatedConstraint } from "#db/failure.ts";
import { changePlace, changePolicy, readPolicies } from "#db/queries/platform-policies.ts";
import { platforms } from "#lib/platforms/policy.ts";
import { parseVersion } from "#lib/platforms/version.ts";
import { announcePolicies } from "#lib/realtime/announce.ts";
import { Problem, runOrExplain } from "./launcher/problem.ts";
import { withDatabase } from "./launcher/with-database.ts";

// npm run platforms -- show | set PLATFORM full|off | set PLATFORM minimum VERSION | place FEATURE PLATFORM WHERE
// What clients of a platform may do, and where a feature runs. Every process goes by it from the next call on.
const usage =
  "platforms -- show | set desktop|mobile full|off | set desktop|mobile minimum VERSION | place FEATURE web|desktop|mobile credits|on-device|web|none";
const App = z.enum(["desktop", "mobile"]);
const Access = z.enum(["full", "off"]);
const Minimum = z.string().refine((text) => parseVersion(text) !== null);
const Place = z.object({
  feature: z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/),
  platform: z.enum(platforms),
  place: z.enum(["credits", "on-device", "web", "none"]),
});

await runOrExplain(async () => {
  const [command, ...words] = process.argv.slice(2);
  await withDatabase(async ({ appUrl }) => {
    const db = openDatabase(appUrl, { max: 1 });
    try {
      if (command === "show") await show(db);
      else if (command === "set") await set(db, words);
      else if (command === "place") await place(db, words);
      else throw new Problem(usage);
    } finally {
      await db.$client.end();
    }
  });
});

async function show(db: Db): Promise<void> {
  for (const { platform, access, minimumVersion, sees, spends, buys } of await readPolicies(db)) {
    const from = minimumVersion === null ? "any version" : `from ${minimumVersion}`;
    const may = [`sees ${sees}`, spends ? "spends" : "does not spend", buys ? "buys" : "does not buy"].join(", ");
    console.log(`${platform.padEnd(8)} ${access.padEnd(4)} ${from.padEnd(14)} ${may}`);
  }
}

async function set(db: Db, [platform, what, version]: string[]): Promise<void> {
  const app = parse(App, platform);
  const change = what === "minimum" ? { minimumVersion: parse(Minimum, version) } : { access: parse(Access, what) };
  if (!(await changePolicy(db, app, change))) throw new Problem(`There is no row for ${app}.`);
  await announcePolicies(db);
  await show(db);
}

async function place(db: Db, [feature, platform, where]: string[]): Promise<void> {
  const row = parse(Place, { feature, platform, place: where });
  if (row.platform === "web" && row.place !== "credits") throw new Problem("On the web features run with credits.");
  try {
    await changePlace(db, row);
  } catch (error) {
    if (violatedConstraint(error)?.includes("feature")) throw new Problem(`There is no feature ${row.feature}.`);
    throw error;
  }
  await announcePolicies(db);
  console.log(`${row.feature} on ${row.platform}: ${row.place}`);
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new Problem(usage);
  return parsed.data;
}
