import { userInfo } from "node:os";
import { z } from "zod";
import { wordIssue } from "#lib/api/http/word-issue.ts";
import { shortText } from "#lib/api/shapes.ts";
import type { ChangedBy } from "#lib/campaigns/change-campaign.ts";
import { isTimeZone } from "#lib/format/dates.ts";
import { plainText } from "#lib/plain-text.ts";
import { Problem } from "#scripts/launcher/problem.ts";
import { readWords } from "#scripts/read-words.ts";

const types = ["welcome", "check-in", "challenge", "offer", "code", "referral"] as const;
const qualifications = ["purchase", "use"] as const;
const audiences = ["everyone", "new-people", "subscribers", "without-plan"] as const;

/** How to call `purse campaigns`. */
export const usage = `purse campaigns list
purse campaigns show SLUG                 its rules, what it cost, and who changed what
purse campaigns create SLUG --type ${types.join("|")} --name TEXT --description TEXT --amount CREDITS --valid-days DAYS
purse campaigns edit SLUG                 any of the options below; what was claimed stays as it is
    [--from INSTANT] [--until INSTANT] [--zone ZONE] [--credits-from INSTANT] [--for ${audiences.join("|")}]
    [--per-person CLAIMS] [--limit CLAIMS] [--budget CREDITS] [--week-bonus CREDITS]
    of a referral, whose --amount is the friend's: [--referrer-amount CREDITS] [--hold-days DAYS] [--per-month FRIENDS]
    [--qualifies-by ${qualifications.join("|")}]
purse campaigns pause|resume|end SLUG
purse campaigns codes SLUG --count NUMBER --out FILE    makes codes for one person each, written to FILE and nowhere else
purse campaigns codes SLUG --code CODE --uses PEOPLE    adds a code of your own
Changes need --reason TEXT. "none" removes an end, a limit or a budget. Without --per-person, a person claims once, and checks
in every day. A referral needs --referrer-amount; the referrer's credits come 14 days after the friend's first purchase, unless
the options say otherwise.`;

const text = { type: "string" } as const;
const texts = { name: text, description: text, for: text, zone: text, reason: text, type: text };
const numbers = { amount: text, "valid-days": text, "week-bonus": text, "per-person": text, limit: text, budget: text };
const referral = { "referrer-amount": text, "hold-days": text, "per-month": text, "qualifies-by": text };
const instants = { from: text, until: text, "credits-from": text };
const codes = { count: text, out: text, code: text, uses: text };

/** The words and options of a call. @throws Problem with the usage. */
export function readArguments(words: string[]) {
  const options = { ...texts, ...numbers, ...referral, ...instants, ...codes };
  return readWords({ usage, words, options, most: 2 });
}

export type Options = ReturnType<typeof readArguments>["values"];

/** Reads a whole number above 0. */
const whole = (most: number) =>
  z
    .string()
    .refine((word) => /^[1-9]\d*$/.test(word) && Number(word) <= most, `must be a whole number from 1 to ${most}`)
    .transform(Number);

const moment = z.iso
  .datetime({ offset: true, error: "must be an instant with its offset, such as 2027-01-01T00:00:00Z" })
  .transform((word) => new Date(word));

const none = z.literal("none").transform(() => null);
const millions = 1_000_000_000;

/** What can be set of a campaign, by option. */
const Fields = z
  .object({
    name: plainText(z.string().min(1).max(100)),
    description: plainText(z.string().min(1).max(300)),
    amount: whole(1_000_000),
    "valid-days": whole(365),
    "week-bonus": z.union([z.literal("0").transform(() => 0), whole(1_000_000)]),
    from: moment,
    until: z.union([none, moment]),
    zone: z.string().refine(isTimeZone, "must be a time zone, such as Europe/Berlin"),
    "credits-from": z.union([none, moment]),
    "per-person": z.union([none, whole(millions)]),
    limit: z.union([none, whole(millions)]),
    budget: z.union([none, whole(millions)]),
    for: z.enum(audiences),
    "referrer-amount": whole(1_000_000),
    "hold-days": z.union([z.literal("0").transform(() => 0), whole(365)]),
    "per-month": z.union([none, whole(millions)]),
    "qualifies-by": z.enum(qualifications),
  })
  .partial();

/** Slug and type of a new campaign. */
const Start = z.object({ slug: slugWord(), type: z.enum(types) });

const Codes = z.union([
  z.object({ count: whole(100_000), out: z.string(), code: z.undefined(), uses: z.undefined() }),
  z.object({ code: z.string(), uses: whole(millions), count: z.undefined(), out: z.undefined() }),
]);

/** The fields that a call sets, under the names of a campaign's row; others are left out. */
export function readFields(options: Options) {
  const set = parse(Fields, options);
  const fields = {
    name: set.name,
    description: set.description,
    amount: set.amount,
    weekBonus: set["week-bonus"],
    validDays: set["valid-days"],
    beginsAt: set.from,
    endsAt: set.until,
    timeZone: set.zone,
    creditsFrom: set["credits-from"],
    limitPerPerson: set["per-person"],
    limitInAll: set.limit,
    budget: set.budget,
    audience: set.for,
    referrerAmount: set["referrer-amount"],
    holdDays: set["hold-days"],
    mostPerMonth: set["per-month"],
    qualifiesBy: set["qualifies-by"],
  };
  return fields;
}

/** The slug and type of a new campaign. */
export function readStart(slug: string | undefined, { type }: Options) {
  return parse(Start, { slug, type });
}

/** The name of a campaign. */
export function readSlug(slug: string | undefined): string {
  return parse(z.object({ slug: slugWord() }), { slug }).slug;
}

/** The codes to add: so many new ones, or one of the operator's own. */
export function readCodes({ count, out, code, uses }: Options) {
  const read = Codes.safeParse({ count, out, code, uses });
  if (!read.success) throw new Problem(`codes takes --count and --out, or --code and --uses\n${usage}`);
  return read.data;
}

/** The operator who makes a change, and the reason. */
export function readChangedBy({ reason }: Options): ChangedBy {
  return {
    actor: `operator:${userInfo().username}`,
    reason: parse(z.object({ reason: shortText }), { reason }).reason,
  };
}

function slugWord() {
  return z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "must be a name of at most 40 lower-case letters, digits and hyphens");
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input, { error: wordIssue });
  if (parsed.success) return parsed.data;
  const bad = parsed.error.issues.map(({ path, message }) => `${String(path.at(-1) ?? "the call")} ${message}.`);
  throw new Problem(`${bad.join("\n")}\n${usage}`);
}
