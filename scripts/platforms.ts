import { z } from "zod";
import { type Db, openDatabase } from "#db/client.ts";
import { violatedConstraint } from "#db/failure.ts";
import { changePlace, changePolicy, changeReturnAddress, readPolicies } from "#db/queries/platform-policies.ts";
import { platforms } from "#lib/platforms/policy.ts";
import { isReturnAddress } from "#lib/platforms/return-address.ts";
import { parseVersion } from "#lib/platforms/version.ts";
import { announcePolicies } from "#lib/realtime/announce.ts";
import { Problem, runOrExplain } from "./launcher/problem.ts";
import { withDatabase } from "./launcher/with-database.ts";

// npm run platforms -- show | set PLATFORM full|off | set PLATFORM minimum VERSION | place FEATURE PLATFORM WHERE |
// return PLATFORM add|remove ADDRESS
// What clients of a platform may do, where a feature runs, and to which addresses the web leads people back to an app.
// Every process goes by it from the next call on.
const usage =
  "platforms -- show | set desktop|mobile full|off | set desktop|mobile minimum VERSION | place FEATURE web|desktop|mobile credits|on-device|web|none | return desktop|mobile add|remove ADDRESS";
const App = z.enum(["desktop", "mobile"]);
const Access = z.enum(["full", "off"]);
const Change = z.enum(["add", "remove"]);
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
      else if (command === "return") await changeReturn(db, words);
      else throw new Problem(usage);
    } finally {
      await db.$client.end();
    }
  });
});

async function show(db: Db): Promise<void> {
  for (const policy of await readPolicies(db)) {
    const { platform, access, minimumVersion, sees, spends, buys, returnAddresses } = policy;
    const from = minimumVersion === null ? "any version" : `from ${minimumVersion}`;
    const may = [`sees ${sees}`, spends ? "spends" : "does not spend", buys ? "buys" : "does not buy"].join(", ");
    console.log(`${platform.padEnd(8)} ${access.padEnd(4)} ${from.padEnd(14)} ${may}`);
    for (const address of returnAddresses) console.log(`${" ".repeat(28)} returns to ${address}`);
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

async function changeReturn(db: Db, [platform, what, address = ""]: string[]): Promise<void> {
  const [app, change] = [parse(App, platform), parse(Change, what)];
  // What should not be on the list can be taken off it.
  if (change === "add" && !isReturnAddress(address)) {
    throw new Problem(
      `${address || "Nothing"} is no address of an app: a scheme of its own, or https, written in full.`,
    );
  }
  if (!(await changeReturnAddress(db, app, { change, address }))) throw new Problem(`There is no row for ${app}.`);
  await announcePolicies(db);
  await show(db);
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new Problem(usage);
  return parsed.data;
}
