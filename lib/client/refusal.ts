import * as z from "zod/mini";
import { Quote } from "./quote.ts";

/**
 * Why a call was not carried out. Nothing changed, except that `unknown` may have been carried out: retry with its key.
 */
export type Refusal =
  | { status: "client-too-old"; minimumVersion: string; webUrl: string }
  | { status: "not-on-this-platform"; webUrl: string }
  | { status: "insufficient-credits"; cost: number; available: number; shortfall: number; webUrl: string }
  | { status: "quote-changed" | "quote-expired"; quote: Quote }
  | { status: "account-frozen" }
  /** Results of runs that are still kept leave no room for more until then, an ISO 8601 instant. */
  | { status: "results-full"; roomAt: string }
  | { status: "rate-limited"; retryAfterSeconds: number }
  /** The device was signed out, in the app or on the web. */
  | { status: "signed-out" }
  /** The responses to a write were lost, also after retries. The same call with this key finds the outcome. */
  | { status: "unknown"; key: string }
  /** A read did not reach a server that could respond. */
  | { status: "unreachable" }
  /** A problem that apps that follow the document do not get; `/problems/<slug>` explains it. */
  | { status: "refused"; slug: string; detail: string; httpStatus: number; errors?: FieldError[]; signedInAs?: string };

/** What is wrong with a field of a request; `path` is empty for the request as a whole. */
export type FieldError = z.infer<typeof FieldError>;

/** Reads a problem document (RFC 9457); null when it is not one, for example from a proxy in between. */
export function readRefusal(httpStatus: number, retryAfter: string | null, body: unknown): Refusal | null {
  const parsed = Problem.safeParse(body);
  if (!parsed.success) return null;
  const { type, detail, errors, signedInAs } = parsed.data;
  const slug = type.replace("/problems/", "");
  const known = Known.safeParse({ ...parsed.data, status: slug });
  if (known.success) return known.data;
  if (httpStatus === 401) return { status: "signed-out" };
  if (httpStatus === 429) return { status: "rate-limited", retryAfterSeconds: readSeconds(retryAfter) };
  const more = { ...(errors === undefined ? {} : { errors }), ...(signedInAs === undefined ? {} : { signedInAs }) };
  return { status: "refused", slug, detail, httpStatus, ...more };
}

/** The wait that a Retry-After header asks for. */
export function readSeconds(retryAfter: string | null): number {
  const seconds = Number(retryAfter ?? 1);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 1;
}

const credits = z.int();
const FieldError = z.object({ path: z.string(), message: z.string() });
const Problem = z.looseObject({
  type: z.string(),
  detail: z.string(),
  errors: z.optional(z.array(FieldError)),
  signedInAs: z.optional(z.string()),
});

/** The refusals with additional fields, by slug. */
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
  z.object({ status: z.literal("results-full"), roomAt: z.string() }),
]);
