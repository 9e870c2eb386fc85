import * as z from "zod/mini";
import type { Answer, Fields, WholeBalance } from "./answer.ts";

/** An instant in UTC. Checked by a pattern, as `z.iso` brings all of its formats along. */
const instant = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/));
/** The kind of credits. Kinds are used in this order. */
export const kind = z.enum(["subscription", "activity", "purchased"]);
/** A whole number of credits. */
export const credits = z.int();

const byKind = z.object({
  subscription: credits,
  activity: credits,
  purchased: credits,
} satisfies Fields<WholeBalance["byKind"]>);

/** A balance for apps. Desktop apps get `held` and `byKind`; mobile apps see one number. `at`: when the server read it. */
export type Balance = Omit<Answer<"getBalance">, "nextExpiry" | "nextCredits" | "debt">;
export const Balance = z.object({
  version: z.int(),
  at: instant,
  available: credits,
  held: z.optional(credits),
  byKind: z.optional(byKind),
} satisfies Fields<Balance>);

/** A balance for the web, complete. */
export type WebBalance = WholeBalance;
export const WebBalance = z.extend(Balance, {
  held: credits,
  byKind,
  nextExpiry: z.nullable(z.object({ at: instant, amount: credits, kind })),
  nextCredits: z.nullable(z.object({ at: instant, amount: credits })),
  /** Credits that were used although their payment was returned; the next purchase repays them first. */
  debt: z.optional(credits),
}) satisfies z.ZodMiniType<WebBalance>;

/** Whether one reading is newer than another: the higher version, with equal versions the later instant. */
export function isNewer(candidate: Balance, shown: Balance): boolean {
  return candidate.version === shown.version ? candidate.at > shown.at : candidate.version > shown.version;
}
