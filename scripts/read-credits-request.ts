import { z } from "zod";
import { wordIssue } from "#lib/api/http/word-issue.ts";
import { shortText } from "#lib/api/shapes.ts";
import { maxAmount } from "#lib/credits/command.ts";
import { type Kind, kinds } from "#lib/credits/kinds.ts";
import { Problem } from "./launcher/problem.ts";
import { readWords, wrongSubcommand } from "./read-words.ts";

/** An operator's request; `account` is an id or an email address. */
export type Asked = { account: string; key: string | null } & (
  | { what: "show" }
  | { what: "freeze" | "unfreeze"; reason: string }
  | { what: "forgive"; reason: string; batch: number }
  | { what: "adjust"; amount: number | "all"; reason: string; kind: Kind; expiresAt: Date | null; batch: number | null }
);

/** How to call `purse credits`. */
export const usage = `purse credits show ACCOUNT
purse credits adjust ±N --reason TEXT ACCOUNT
    +N adds a batch: --kind ${kinds.join("|")} (purchased) --until INSTANT (never expires)
    -N takes credits in the order of use, or from --batch NUMBER
purse credits adjust --batch NUMBER --all --reason TEXT ACCOUNT
    takes all that is left of the batch
purse credits freeze|unfreeze ACCOUNT [--reason TEXT]
purse credits forgive --batch NUMBER --reason TEXT ACCOUNT
    writes off what is to repay of a batch whose payment was refunded
ACCOUNT is an id or its owner's email address. Changes accept --key KEY, so that the same change can be retried.`;

const options = {
  reason: { type: "string" },
  kind: { type: "string" },
  until: { type: "string" },
  batch: { type: "string" },
  all: { type: "boolean" },
  key: { type: "string" },
} as const;

const signed = /^[+-]\d+$/;
const Reason = shortText;
const Key = z.string().min(1).max(255).nullable();
const Adjustment = z
  .object({
    amount: z.coerce
      .number()
      .int()
      .min(-maxAmount)
      .max(maxAmount)
      .refine((amount) => amount !== 0, "must not be 0"),
    kind: z.enum(kinds).default("purchased"),
    until: z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text))
      .optional(),
    batch: z.coerce.number().int().min(1).optional(),
  })
  .refine(({ amount, kind, until }) => amount < 0 || kind === "purchased" || until !== undefined, {
    path: ["until"],
    message: "is required for credits of this kind",
  });

const NamedBatch = z.object({ batch: z.string("is required").transform(Number).pipe(z.int().min(1)) });
const WholeBatch = z.object({
  batch: z.string("is required with --all").transform(Number).pipe(z.int().min(1)),
  kind: z.never("cannot be given with --all").optional(),
  until: z.never("cannot be given with --all").optional(),
});

/** Reads the words of the command line. @throws Problem with the usage. */
export function readRequest(words: readonly string[]): Asked {
  try {
    return read(words);
  } catch (error) {
    if (error instanceof z.ZodError) {
      throw new Problem(`${error.issues.map(explainIssue).join(", ")}.\n${usage}`);
    }
    throw error;
  }
}

function explainIssue({ path, message }: z.core.$ZodIssue): string {
  return `${path.join(".") || "the call"} ${message}`;
}

function read(words: readonly string[]): Asked {
  // "-5" would be taken for an option.
  const amounts = words.filter((word) => signed.test(word));
  const args = words.filter((word) => !signed.test(word));
  const { positionals, values } = readWords({ usage, words: args, options, most: 2 });
  const [what, account] = positionals;
  if (account === undefined)
    throw what === undefined ? wrongSubcommand(what, usage) : new Problem(`ACCOUNT is missing\n${usage}`);
  const asked = { account, key: parse(z.object({ key: Key }), { key: values.key ?? null }).key };
  const reason = () => parse(z.object({ reason: Reason }), values).reason;
  switch (what) {
    case "show":
      return { ...asked, what };
    case "freeze":
    case "unfreeze":
      return { ...asked, what, reason: values.reason === undefined ? "Ask support for the reason" : reason() };
    case "forgive":
      return { ...asked, what, reason: reason(), batch: parse(NamedBatch, values).batch };
    case "adjust": {
      const [amount, ...more] = amounts;
      const { all = false } = values;
      if ((amount === undefined) !== all || more.length > 0)
        throw new Problem(`adjust takes one amount, or --all\n${usage}`);
      return { ...asked, what, reason: reason(), ...(all ? wholeBatch(values) : adjustment({ ...values, amount })) };
    }
    default:
      throw wrongSubcommand(what, usage);
  }
}

function wholeBatch(values: object) {
  return { amount: "all", kind: "purchased", expiresAt: null, batch: parse(WholeBatch, values).batch } as const;
}

function adjustment(values: object) {
  const { until = null, batch = null, ...said } = parse(Adjustment, values);
  return { ...said, expiresAt: until, batch };
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  return schema.parse(input, { error: wordIssue });
}
