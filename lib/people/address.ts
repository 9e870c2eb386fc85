import { domainToASCII, domainToUnicode } from "node:url";
import { z } from "zod";

/** The most that a mail server takes before the `@` and in all (RFC 5321, 4.5.3.1), in bytes. */
const longestLocalPart = 64;
const longestAddress = 254;

/**
 * A mail address as it is compared and written to, or null when it is none: letters of any script are taken before the
 * `@`, and the domain is kept as punycode, so that it is one account however the address is written. Lookalike
 * characters are folded first, so that no second `@` appears later; case does not tell people apart.
 */
export function parseAddress(text: unknown): string | null {
  if (typeof text !== "string" || text.length > 4 * longestAddress || !text.isWellFormed()) return null;
  const [localPart = "", typedDomain = "", ...more] = folded(text).split("@");
  const domain = more.length === 0 ? asciiDomain(typedDomain) : null;
  if (domain === null || !localForm.test(localPart) || Buffer.byteLength(localPart) > longestLocalPart) return null;
  const address = `${localPart}@${domain}`;
  return Buffer.byteLength(address) > longestAddress ? null : address;
}

/** `parseAddress` as a schema: what comes out is the address as it is kept. */
export const mailAddress = z
  .string()
  .meta({ format: "idn-email" })
  .transform((text, context) => {
    const address = parseAddress(text);
    if (address !== null) return address;
    context.addIssue({ code: "custom", message: "must be an email address" });
    return z.NEVER;
  });

/** Folded again after the case is, as a lower-case letter may be composed of others. */
function folded(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase().normalize("NFKC");
}

/** A dot-atom (RFC 5322) with letters of any script (RFC 6531), without the ASCII signs that no mailbox here has had. */
const localForm = /^(?![.\p{M}])(?!.*\.\.)[a-z0-9_'+\-.\p{L}\p{M}\p{N}]*[a-z0-9_+\-\p{L}\p{M}\p{N}]$/u;
const domainForm = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])$/;

/**
 * A domain as DNS has it, or null. What else a URL may hold besides its host is refused before it is read as one. A
 * punycode label that is not valid comes back as it was.
 */
function asciiDomain(typed: string): string | null {
  if (/[^a-z0-9.\-\P{ASCII}]/u.test(typed)) return null;
  const domain = domainToASCII(typed);
  return domainForm.test(domain) && !/(?:^|\.)xn--/.test(domainToUnicode(domain)) ? domain : null;
}
