import { z } from "zod";

const address = z.email().max(254);

/**
 * A mail address as it is compared and written to, or null when it is none. Lookalike characters are folded first, so
 * that no second `@` appears later; case does not tell people apart.
 */
export function parseAddress(text: unknown): string | null {
  if (typeof text !== "string") return null;
  const parsed = address.safeParse(text.normalize("NFKC").trim().toLowerCase());
  return parsed.success ? parsed.data : null;
}
