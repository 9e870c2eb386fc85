import { domainToASCII, domainToUnicode } from "node:url";
import { z } from "zod";

/** The longest local part and address that mail servers accept (RFC 5321, 4.5.3.1), in bytes. */
const longestLocalPart = 64;
const longestAddress = 254;

/**
 * An email address in the form that is compared and sent to, or null when it is invalid. Letters of any script are
 * accepted before the `@`, and the domain is stored as punycode, so that every spelling is the same account.
 * Compatibility characters are normalised first, so that no second `@` appears later; case is ignored.
 */
export function parseAddress(text: unknown): string | null {
  if (typeof text !== "string" || text.length > 4 * longestAddress || !text.isWellFormed()) return null;
  const [localPart = "", typedDomain = "", ...more] = folded(text).split("@");
  const domain = more.length === 0 ? asciiDomain(typedDomain) : null;
  if (domain === null || !localForm.test(localPart) || Buffer.byteLength(localPart) > longestLocalPart) return null;
  const address = `${localPart}@${domain}`;
  return Buffer.byteLength(address) > longestAddress ? null : address;
}

/** `parseAddress` as a schema: the output is the address as it is stored. */
export const mailAddress = z
  .string()
  .meta({ format: "idn-email" })
  .transform((text, context) => {
    const address = parseAddress(text);
    if (address !== null) return address;
    context.addIssue({ code: "custom", message: "must be an email address" });
    return z.NEVER;
  });

/** Normalised again after lower-casing, as a lower-case letter may be a composition. */
function folded(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase().normalize("NFKC");
}

/**
 * A dot-atom (RFC 5322) with letters of any script (RFC 6531), without the ASCII characters that no mailbox here has
 * used.
 */
const localForm = /^(?![.\p{M}])(?!.*\.\.)[a-z0-9_'+\-.\p{L}\p{M}\p{N}]*[a-z0-9_+\-\p{L}\p{M}\p{N}]$/u;
const domainForm = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])$/;

/**
 * A domain in DNS form, or null. Anything else that a URL can contain besides its host is refused before parsing. A
 * punycode label that is invalid stays as it was.
 */
function asciiDomain(typed: string): string | null {
  if (/[^a-z0-9.\-\P{ASCII}]/u.test(typed)) return null;
  const domain = domainToASCII(typed);
  return domainForm.test(domain) && !/(?:^|\.)xn--/.test(domainToUnicode(domain)) ? domain : null;
}
