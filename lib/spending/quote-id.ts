import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { z } from "zod";
import { maxAmount } from "#lib/credits/command.ts";
import { kinds } from "#lib/credits/kinds.ts";

/** The terms of a quote. Its id contains them, encrypted, so that no table stores them and no client can forge them. */
export type QuotedTerms = z.infer<typeof terms>;

const amount = z.number().int().nonnegative();

const terms = z.object({
  account: z.string(),
  feature: z.string(),
  units: amount,
  cost: amount,
  uses: z.array(z.object({ kind: z.enum(kinds), amount })),
  expiresAt: z.coerce.date(),
});

const ivBytes = 12;
const tagBytes = 16;

/** The id of a quote: its terms under AES-256-GCM, with a key derived from the app's secret. */
export function sealQuote(quoted: QuotedTerms, secret: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", keyFrom(secret), iv);
  const sealed = Buffer.concat([cipher.update(pad(quoted), "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url");
}

const roomForUses = JSON.stringify(kinds.map((kind) => ({ kind, amount: maxAmount }))).length;

/**
 * As long with one kind as with all, or the id's length would reveal the number of kinds to callers that must not see
 * it.
 */
function pad(quoted: QuotedTerms): string {
  const rest = JSON.stringify({ ...quoted, uses: [] }).length;
  return JSON.stringify(quoted).padEnd(rest + roomForUses);
}

/** The terms in a quote's id, or null when it is not one of ours. */
export function openQuote(id: string, secret: string): QuotedTerms | null {
  const bytes = Buffer.from(id, "base64url");
  if (bytes.length <= ivBytes + tagBytes || bytes.toString("base64url") !== id) return null;
  const decipher = createDecipheriv("aes-256-gcm", keyFrom(secret), bytes.subarray(0, ivBytes));
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  const opened = decipher.update(bytes.subarray(ivBytes + tagBytes));
  try {
    decipher.final();
  } catch {
    // The tag does not match: forged, truncated, or encrypted with another secret.
    return null;
  }
  return terms.parse(JSON.parse(opened.toString("utf8")));
}

function keyFrom(secret: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", "purse quote", 32));
}
