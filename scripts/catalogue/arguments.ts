import { z } from "zod";
import { wordIssue } from "#lib/api/http/word-issue.ts";
import { Problem } from "#scripts/launcher/problem.ts";
import { readWords } from "#scripts/read-words.ts";

/** The ways to call the command, one per line. */
export const usage = [
  "purse catalogue show | export",
  "purse catalogue init [--from FILE]",
  "purse catalogue apply FILE [--yes]",
  "purse catalogue feature add SLUG --name NAME --description TEXT --unit UNIT --cost CREDITS [--desktop PLACE] [--mobile PLACE]",
  "purse catalogue feature edit SLUG [--name NAME] [--description TEXT] [--unit UNIT] [--position NUMBER]",
  "purse catalogue feature retire SLUG [--from INSTANT]",
  "purse catalogue price FEATURE COST [--from INSTANT]",
  "purse catalogue pack SLUG CREDITS PRICE_CENTS [--currency CODE] [--valid-days DAYS] [--withdraw] [--from INSTANT]",
  "purse catalogue plan add SLUG --name NAME --description TEXT",
  "purse catalogue plan edit SLUG [--name NAME] [--description TEXT]",
  "purse catalogue plan price SLUG month|year PRICE_CENTS CREDITS_A_MONTH [--currency CODE] [--trial-days DAYS --trial-credits CREDITS] [--from INSTANT]",
  "purse catalogue plan retire SLUG [--interval month|year] [--currency CODE] [--from INSTANT]",
  "purse catalogue sync",
].join("\n");

/** The words and options of this call. @throws Problem with the usage. */
export function readArguments(args: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const texts = { name: text, description: text, unit: text, cost: text, position: text, desktop: text, mobile: text };
  const plan = { interval: text, "trial-days": text, "trial-credits": text };
  const options = { ...texts, ...plan, from: text, "valid-days": text, currency: text, withdraw: flag, yes: flag };
  return readWords({ usage, words: args, options, most: 6 });
}

export type Options = ReturnType<typeof readArguments>["values"];

/** Reads a whole number above 0. */
export const whole = (most: number) =>
  z
    .string()
    .refine((word) => /^[1-9]\d*$/.test(word) && Number(word) <= most, `must be a whole number from 1 to ${most}`)
    .transform(Number);

/** Reads an instant, if given. */
export const From = z.iso
  .datetime({ offset: true, error: "must be an instant with its offset, such as 2027-01-01T00:00:00Z" })
  .transform((text) => new Date(text))
  .optional();

/** Reads the words. @throws Problem that names each invalid one, with the usage. */
export function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input, { error: wordIssue });
  if (parsed.success) return parsed.data;
  const bad = parsed.error.issues.map(({ path, message }) => `${String(path.at(-1) ?? "the call")} ${message}.`);
  throw new Problem(`${bad.join("\n")}\n${usage}`);
}
