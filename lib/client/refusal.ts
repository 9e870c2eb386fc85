import * as z from "zod/mini";
import { Quote } from "./responses.ts";

/** Why a call was not carried out. Nothing was changed by it, except that `unknown` may have been: ask again with its key. */
export type Refusal =
  | { status: "client-too-old"; minimumVersion: string; webUrl: string }
  | { status: "not-on-this-platform"; webUrl: string }
  | { status: "insufficient-credits"; cost: number; available: number; shortfall: number; webUrl: string }
  | { status: "quote-changed" | "quote-expired"; quote: Quote }
  | { status: "account-frozen" }
  | { status: "rate-limited"; retryAfterSeconds: number }
  /** The device was signed out, by itself or on the web. */
  | { status: "signed-out" }
  /** The answer of a writing call was lost, again and again. The same call with this key finds out. */
  | { status: "unknown"; key: string }
  /** A reading call reached nobody, or nobody who could answer. */
  | { status: "unreachable" }
  /** What no app meets that follows the document: `slug` names the page that explains it. */
  | { status: "refused"; slug: string; detail: string };

/** Reads a problem document (RFC 9457); null when it is none, as of something between us and the server. */
export function readRefusal(httpStatus: number, retryAfter: string | null, body: unknown): Refusal | null {
  const parsed = Problem.safeParse(body);
  if (!parsed.success) return null;
  const { type, detail } = parsed.data;
  const slug = type.replace("/problems/", "");
  const known = Known.safeParse({ ...parsed.data, status: slug });
  if (known.success) return known.data;
  if (httpStatus === 401) return { status: "signed-out" };
  if (httpStatus === 429) return { status: "rate-limited", retryAfterSeconds: readSeconds(retryAfter) };
  return { status: "refused", slug, detail };
}

/** How long a Retry-After header asks to wait. */
export function readSeconds(retryAfter: string | null): number {
  const seconds = Number(retryAfter ?? 1);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 1;
}

const credits = z.int();
const Problem = z.looseObject({ type: z.string(), detail: z.string() });

/** The refusals that bring something with them, by their slug. */
export const Known = z.discriminatedUnion("status", [
  z.object({ status: z.literal("client-too-old"), minimumVersion: z.string(), webUrl: z.string() }),
  z.object({ status: z.literal("not-on-this-platform"), webUrl: z.string() }),
  z.object({
    status: z.literal("insufficient-credits"),
    cost: credits,
    available: credits,
    shortfall: credits,
    webUrl: z.string(),
  }),
  z.object({ status: z.literal("quote-changed"), quote: Quote }),
  z.object({ status: z.literal("quote-expired"), quote: Quote }),
  z.object({ status: z.literal("account-frozen") }),
]);
