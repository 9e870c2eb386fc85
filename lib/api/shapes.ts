import { z } from "zod";
import "zod-openapi";
import { maxAmount, maxHoldSeconds } from "#lib/credits/command.ts";
import { holdStatuses } from "#lib/credits/hold.ts";
import { kinds } from "#lib/credits/kinds.ts";
import { transactionTypes } from "#lib/credits/transaction.ts";
import { plainText } from "#lib/plain-text.ts";
import { webPages } from "./web-pages.ts";

/** One of the kinds of credits. */
export const kind = z.enum(kinds).meta({ description: "The kind of credits. Kinds are used in this order." });
export const credits = z.int().nonnegative().meta({ description: "Whole credits." });
const signedCredits = z.int().meta({ description: "Whole credits; negative when they are used." });
const version = z.int().nonnegative().meta({ description: "The number of the account's newest transaction." });
export const instant = z.iso.datetime({ precision: 3 }).meta({ description: "ISO 8601 in UTC, with milliseconds." });

/** When plans bring credits next, and how many. */
export const nextCredits = z.strictObject({ at: instant, amount: z.int().positive() });

const debt = z.int().positive().optional();

/** What the account has, by kind, at an instant. */
export const balanceShape = z
  .strictObject({
    version,
    at: instant,
    available: credits,
    held: credits,
    byKind: z.strictObject({ subscription: credits, activity: credits, purchased: credits }),
    nextExpiry: z.strictObject({ at: instant, amount: credits, kind }).nullable(),
    nextCredits: nextCredits
      .nullable()
      .meta({ description: "When plans grant credits next; null if they grant none." }),
    debt: debt.meta({
      description: "Whole credits that were used although their payment was returned; only when above 0.",
    }),
  })
  .meta({ id: "Balance" });
const ofWebAlone = { nextExpiry: true, nextCredits: true, debt: true } as const;
const balanceByKind = balanceShape.omit(ofWebAlone).meta({ id: "BalanceByKind" });
const balanceTotal = balanceShape.pick({ version: true, at: true, available: true }).meta({ id: "BalanceTotal" });

/** A balance as far as it is visible to the caller's platform. */
export const anyBalanceShape = z.union([balanceShape, balanceByKind, balanceTotal]);

/** Headers of a balance and its stream: behind a session cookie another user may have signed in. */
export const balanceHeaders = {
  "Credits-Account": z.uuid().meta({ description: "The account of this balance: another user may have signed in." }),
};

/** The balance as a transaction left it. */
export const writtenBalanceShape = z.strictObject({ version, available: credits }).meta({ id: "WrittenBalance" });

export const entryShape = z
  .strictObject({
    batch: z.int().positive(),
    kind,
    amount: signedCredits,
    source: z.string(),
    expiresAt: instant.nullable(),
  })
  .meta({ id: "Entry" });

/** One transaction in an account's history. */
export const transactionShape = z
  .strictObject({
    version: z.int().positive(),
    type: z.enum(transactionTypes),
    amount: signedCredits,
    balanceBefore: credits,
    balanceAfter: credits,
    feature: z.string().optional(),
    units: z.int().positive().optional(),
    reference: z.string().optional(),
    platform: z.string().optional(),
    clientVersion: z.string().optional().meta({ description: "The version of the app that made the request." }),
    reason: z.string().optional(),
    relatesTo: z
      .int()
      .positive()
      .optional()
      .meta({ description: "The version of the transaction that this one returns or ends." }),
    hold: z
      .int()
      .positive()
      .optional()
      .meta({ description: "The hold that this transaction makes, extends, captures or ends." }),
    captured: credits.optional().meta({ description: "Whole credits that this capture used from its hold." }),
    returnedBatch: z
      .int()
      .positive()
      .optional()
      .meta({ description: "The batch whose payment was returned, on lines that take back, give back or repay." }),
    target: credits.optional().meta({ description: "Whole credits of that batch to take back after this line." }),
    debtChange: signedCredits.optional().meta({ description: "By how much the line changed the account's debt." }),
    at: instant,
    entries: z.array(entryShape).max(100).meta({ description: "The first 100, in deduction order." }),
    entryCount: z.int().nonnegative().meta({ description: "The number of entries; the others are at /entries." }),
  })
  .meta({ id: "Transaction" });
const transactionOfDevice = transactionShape
  .omit({ entries: true, entryCount: true, returnedBatch: true, target: true, debtChange: true })
  .meta({ id: "TransactionWithoutEntries" });
const transactionInShort = transactionShape
  .pick({ version: true, type: true, amount: true, feature: true, at: true })
  .meta({ id: "TransactionInShort" });

/** A transaction as far as it is visible to the caller's platform. */
export const anyTransactionShape = z.union([transactionShape, transactionOfDevice, transactionInShort]);

/** The batch that one grant created. */
export const batchShape = z
  .strictObject({
    id: z.int().positive(),
    kind,
    source: z.string(),
    sourceId: z
      .string()
      .optional()
      .meta({ description: "What the batch was granted for, if anything. Only product back ends see it." }),
    label: z.string(),
    granted: credits,
    remaining: credits,
    held: credits,
    grantedAt: instant,
    expiresAt: instant.nullable(),
    state: z.enum(["live", "used-up", "expired"]),
  })
  .meta({ id: "Batch" });

/** Credits held for a running job. */
export const holdShape = z
  .strictObject({
    id: z.int().positive().meta({ description: "The number of the hold in the account." }),
    status: z.enum(holdStatuses),
    amount: z.int().positive().meta({ description: "Whole credits that the hold reserved at first." }),
    captured: z.int().positive().optional().meta({ description: "Whole credits captured so far." }),
    held: credits.meta({ description: "Whole credits still held; 0 once the hold has ended." }),
    feature: z.string(),
    reference: z.string().optional(),
    expiresAt: instant.meta({ description: "Exclusive: the hold can be captured before this instant." }),
  })
  .meta({ id: "Hold" });

/** What a spend would do. */
export const quoteShape = z
  .strictObject({
    id: z.string(),
    feature: z.string(),
    units: z.int().positive(),
    cost: credits,
    available: credits,
    sufficient: z.boolean(),
    shortfall: credits,
    after: credits,
    uses: z.array(z.strictObject({ kind, amount: credits })),
    batches: z
      .array(z.strictObject({ batch: z.int(), kind, amount: credits, expiresAt: instant.nullable() }))
      .max(100)
      .meta({ description: "The first 100, in the order in which they would be used." }),
    batchCount: z.int().nonnegative().meta({ description: "The number of batches that would be used." }),
    debt: debt.meta({ description: "Whole credits that a purchase repays first; only when above 0." }),
    expiresAt: instant,
  })
  .meta({ id: "Quote" });
const quoteByKind = quoteShape.omit({ batches: true, batchCount: true, debt: true }).meta({ id: "QuoteByKind" });
const quoteTotal = quoteShape
  .omit({ batches: true, batchCount: true, debt: true, uses: true })
  .meta({ id: "QuoteTotal" });

/** A quote as far as it is visible to the caller's platform. */
export const anyQuoteShape = z.union([quoteShape, quoteByKind, quoteTotal]);

/** A page of the web app, for a caller that opens it elsewhere. */
export const webAddress = z.url().meta({
  description:
    "A page of the web app. For an app it has a return link as `return`: the app's default address, or the one that the app named.",
});
const addresses = Object.keys(webPages).map((name) => [name, webAddress]);
export const webPagesShape = z.strictObject({ webPages: z.strictObject(Object.fromEntries(addresses)) });

const place = z
  .enum(["credits", "on-device", "web", "none"])
  .meta({ description: "Where the feature runs: with credits, free on the device, on the web, or not at all." });

export const featureShape = z
  .strictObject({
    slug: z.string(),
    name: z.string(),
    description: z.string(),
    unit: z.string(),
    costPerUnit: z.int().positive(),
    platforms: z.strictObject({ web: place, desktop: place, mobile: place }),
    webUrl: webAddress.meta({ description: "Its page on the web; an app can add the open project." }),
  })
  .meta({ id: "Feature" });

export const orderShape = z
  .strictObject({
    id: z.uuid(),
    status: z.enum(["open", "processing", "paid", "failed", "cancelled", "expired"]),
    credits: credits.meta({ description: "The credits of a pack, or of one month of a plan." }),
    amount: z.int().min(0).meta({ description: "In the currency's minor unit." }),
    currency: z.string(),
    transaction: z.int().positive().optional().meta({ description: "The version of a pack's grant." }),
    plan: z.string().optional().meta({ description: "The slug of a plan; a pack has none." }),
    interval: z.enum(["month", "year"]).optional().meta({ description: "How often the amount is charged." }),
  })
  .meta({ id: "Order" });

// In a notation that JSON Schema has too, so that the document can state it.
const withoutAddress = /^(?![\s\S]*\S@\S+\.\S)/u;

/**
 * A text that the caller chose. If it is too long, it is not examined further: finding an address in 64 kB takes many
 * seconds.
 */
export const shortText = plainText(z.string().min(1).max(120, { abort: true })).regex(
  withoutAddress,
  "must not contain an email address",
);
export const units = z.int().min(1).max(1_000_000).default(1);
/** The name of a feature, pack or platform. */
export const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,99}$/, "must be a name in lower-case letters, digits and hyphens");

export const amount = z.int().min(1).max(maxAmount);
/** An amount of money in a request. */
export const money = z.int().min(0);
export const holdSeconds = z.int().min(1).max(maxHoldSeconds);
export const use = z.strictObject({
  feature: slug,
  units,
  quote: z
    .string()
    .regex(/^[\w-]{1,4000}$/, "must be a quote's id")
    .optional(),
  reference: shortText.optional(),
});

/** The source of a grant. */
export const source = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/i, "must be a word of at most 40 letters, digits, . _ or -");
