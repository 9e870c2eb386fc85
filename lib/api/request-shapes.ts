import { z } from "zod";
import { mailAddress } from "#lib/people/address.ts";
import { plainText } from "#lib/plain-text.ts";
import { timeZone } from "./campaign-shapes.ts";
import { amount, holdSeconds, kind, money, shortText, slug, source, units, use } from "./shapes.ts";

/** The bodies of the write calls; unknown fields are refused. */
export const requests = {
  quote: z.strictObject({ feature: slug, units }),
  spend: use,
  hold: use.extend({ expiresInSeconds: holdSeconds.default(900) }),
  capture: z
    .strictObject({
      amount: amount.optional().meta({ description: "Default: everything that is still held." }),
      final: z.boolean().default(true).meta({ description: "If false, the rest stays held, and amount is required." }),
    })
    .refine((asked) => asked.final || asked.amount !== undefined, {
      path: ["amount"],
      message: "is required when final is false",
    })
    // `final: true` is left out, so that captures from before the field existed keep their fingerprint.
    .transform(({ amount, final }) => ({ amount, final: final ? undefined : final })),
  release: z.strictObject({ cause: z.enum(["failed", "cancelled"]).default("failed") }),
  extend: z.strictObject({ expiresInSeconds: holdSeconds }),
  refund: z.strictObject({ amount: amount.optional(), reason: shortText }),
  run: use
    .pick({ feature: true, units: true, quote: true })
    .extend({ input: z.record(z.string(), z.unknown()).optional() }),
  cancel: z.strictObject({}),
  grant: z.strictObject({
    kind,
    amount,
    expiresAt: z.iso.datetime({ offset: true }).optional(),
    source,
    sourceId: shortText.optional(),
    reason: shortText,
  }),
  grantReturn: z.strictObject({
    source,
    sourceId: shortText,
    paid: money.meta({
      description: "What was paid, in the currency's minor unit. If it is 0, nothing is taken back.",
    }),
    returned: money.meta({
      description: "The total returned of it so far, in the same unit; 0 when the return was undone.",
    }),
  }),
  account: z.strictObject({ email: mailAddress }),
  claim: z.strictObject({ timeZone }),
  redemption: z.strictObject({
    code: plainText(z.string().min(1).max(200)).meta({ description: "Case, spaces and dashes do not count." }),
  }),
  checkout: z.strictObject({ pack: slug }),
};
