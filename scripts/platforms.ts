import { z } from "zod";
import { type Db, openDatabase } from "#db/client.ts";
import { violatedConstraint } from "#db/failure.ts";
import { changePlace, changePolicy, changeReturnAddress, readPolicies } from "#db/queries/devices/platform-policies.ts";
import { readFeatures } from "#lib/catalogue/features.ts";
import { listPlaces } from "#lib/devices/places.ts";
import { platforms } from "#lib/devices/policy.ts";
import { isReturnAddress } from "#lib/devices/return-address.ts";
import { parseVersion } from "#lib/devices/version.ts";
import { announcePolicies } from "#lib/live/announce.ts";
import { Problem } from "./launcher/problem.ts";
import { withDatabase } from "./local-postgres/with-database.ts";
import { readWords, wrongSubcommand } from "./read-words.ts";

/** How to call it. */
export const usage = `purse platforms show
purse platforms set desktop|mobile full|off
purse platforms set desktop|mobile minimum VERSION
purse platforms place FEATURE web|desktop|mobile credits|on-device|web|none
purse platforms return desktop|mobile add|remove ADDRESS
Sets what apps of a platform can do, where a feature runs, and the return links to apps. Changes apply from the next
request.`;

const App = oneOf(["desktop", "mobile"]);
const Access = oneOf(["full", "off", "minimum"]);
const Change = oneOf(["add", "remove"]);
const Anywhere = oneOf(platforms);
const Place = oneOf(["credits", "on-device", "web", "none"]);
const Minimum = z.string("a version is missing").refine((text) => parseVersion(text) !== null, {
  error: ({ input }) => `"${input}" is not a version, such as 11.8.0`,
});
const FeatureName = z.string("a feature is missing").regex(/^[a-z0-9][a-z0-9-]{0,99}$/, {
  error: ({ input }) => `"${input}" is not a feature's name`,
});

/** Shows and changes what apps of a platform can do. */
export async function run(given: string[]): Promise<void> {
  const { positionals } = readWords({ usage, words: given, options: {}, most: 5 });
  const [command, ...words] = positionals;
  await withDatabase(async ({ appUrl }) => {
    const db = openDatabase(appUrl, { max: 1 });
    try {
      if (command === "show") {
        noMoreThan(words, 0);
        await show(db);
      } else if (command === "set") await set(db, words);
      else if (command === "place") await place(db, words);
      else if (command === "return") await changeReturn(db, words);
      else throw wrongSubcommand(command, usage);
    } finally {
      await db.$client.end();
    }
  });
}

async function show(db: Db): Promise<void> {
  for (const policy of await readPolicies(db)) {
    const { platform, access, minimumVersion, visibility, spends, buys, returnAddresses } = policy;
    const from = minimumVersion === null ? "any version" : `from ${minimumVersion}`;
    const does = [`sees ${visibility}`, spends ? "spends" : "does not spend", buys ? "buys" : "does not buy"].join(
      ", ",
    );
    const may = access === "off" ? "credits are switched off" : does;
    console.log(`${platform.padEnd(8)} ${access.padEnd(4)} ${from.padEnd(14)} ${may}`);
    for (const address of returnAddresses) console.log(`${" ".repeat(28)} returns to ${address}`);
  }
  const placesOf = await listPlaces(db);
  for (const { slug } of await readFeatures(db)) {
    const places = placesOf(slug);
    console.log([slug.padEnd(27), ...platforms.map((one) => `${one} ${places[one].padEnd(9)}`)].join(" ").trimEnd());
  }
}

async function set(db: Db, words: string[]): Promise<void> {
  const [platform, what, version] = words;
  const [app, chosen] = [parse(App, platform), parse(Access, what)];
  const change = chosen === "minimum" ? { minimumVersion: parse(Minimum, version) } : { access: chosen };
  noMoreThan(words, chosen === "minimum" ? 3 : 2);
  if (!(await changePolicy(db, app, change))) throw new Problem(`There is no row for ${app}.`);
  await announcePolicies(db);
  await show(db);
}

async function place(db: Db, words: string[]): Promise<void> {
  const [feature, platform, where] = words;
  const row = {
    feature: parse(FeatureName, feature),
    platform: parse(Anywhere, platform),
    place: parse(Place, where),
  };
  noMoreThan(words, 3);
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

async function changeReturn(db: Db, words: string[]): Promise<void> {
  const [platform, what, address = ""] = words;
  const [app, change] = [parse(App, platform), parse(Change, what)];
  noMoreThan(words, 3);
  // An invalid address must still be removable from the list.
  if (change === "add" && !isReturnAddress(address)) {
    throw new Problem(
      `${address || "Nothing"} is not an address of an app: a scheme of its own, or https, written in full.`,
    );
  }
  const policy = (await readPolicies(db)).find((one) => one.platform === app);
  if (change === "remove" && policy && !policy.returnAddresses.includes(address)) {
    throw new Problem(`${address || "Nothing"} is not on the list of ${app}.`);
  }
  if (!(await changeReturnAddress(db, app, { change, address }))) throw new Problem(`There is no row for ${app}.`);
  await announcePolicies(db);
  await show(db);
}

/** One of these words; any other is refused with a message. */
function oneOf<const Word extends string>(words: readonly Word[]) {
  return z.enum(words, {
    error: ({ input }) =>
      `${input === undefined ? "a word is missing" : `"${input}" is not one`} of ${words.join(", ")}`,
  });
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new Problem(`${parsed.error.issues[0]?.message}\n${usage}`);
  return parsed.data;
}

/** An ignored word is refused: it may be half of what was meant. */
function noMoreThan(words: readonly string[], count: number): void {
  const extra = words.slice(count);
  if (extra.length > 0) throw new Problem(`"${extra.join(" ")}" is too much\n${usage}`);
}
