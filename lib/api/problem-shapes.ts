import { z } from "zod";
import type { ZodOpenApiResponseObject } from "zod-openapi";
import { type ProblemSlug, problemStatus } from "#lib/api/http/problem.ts";
import { because } from "./campaign-shapes.ts";
import { anyQuoteShape, instant, webAddress } from "./shapes.ts";

/** A problem that a call can return: its slug, and its status where that is not the slug's usual one. */
export type Refused = ProblemSlug | `${ProblemSlug} ${number}`;

/** The responses for these problems, one for each status. */
export function describeRefusals(refusals: readonly Refused[]): Record<string, ZodOpenApiResponseObject> {
  const parsed = refusals.map((refused) => {
    const slug = slugs.parse(refused.split(" ")[0]);
    return { slug, status: Number(refused.split(" ")[1] ?? problemStatus[slug]) };
  });
  const byStatus = Map.groupBy(parsed, ({ status }) => status);
  return Object.fromEntries([...byStatus].map(([status, those]) => [status, describe(status, those)]));
}

const credits = z.int().nonnegative();
const slugs = z.enum(
  Object.keys(problemStatus).filter((name): name is ProblemSlug => Object.hasOwn(problemStatus, name)),
);

/** The fields that a slug adds. */
const more: Partial<Record<ProblemSlug, z.ZodRawShape>> = {
  "invalid-request": { errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).min(1) },
  // Only with a session cookie, when the request names another account.
  "not-allowed": { signedInAs: z.string().optional() },
  "not-on-this-platform": { platform: z.string(), webUrl: webAddress },
  "client-too-old": { platform: z.string(), minimumVersion: z.string(), webUrl: webAddress },
  "insufficient-credits": { cost: credits, available: credits, shortfall: credits, webUrl: webAddress },
  // Not `status`: in a problem document that is the HTTP status.
  "hold-not-open": { holdStatus: z.enum(["captured", "released", "lapsed"]) },
  "exceeds-hold": { held: credits },
  "exceeds-spend": { refundable: credits },
  "results-full": { roomAt: instant },
  "already-claimed": { nextAt: instant.optional() },
  "not-eligible": { because },
  "quote-expired": { quote: anyQuoteShape },
  "quote-changed": { quote: anyQuoteShape },
};

/** Headers of every response. */
export const requestId = {
  "X-Request-Id": z.uuid().meta({ description: "Names this response in the server's log." }),
};

/** The header that keeps personal responses out of every cache. */
export const notStored = { "Cache-Control": z.string().regex(/^private, no-store/) };

const extraHeaders: Record<number, z.ZodRawShape> = {
  401: { "WWW-Authenticate": z.literal("Bearer") },
  405: { Allow: z.string() },
  429: { "Retry-After": z.string().regex(/^[1-9]\d*$/) },
  503: { "Retry-After": z.string().regex(/^[1-9]\d*$/) },
};

function describe(status: number, those: readonly { slug: ProblemSlug; status: number }[]): ZodOpenApiResponseObject {
  const [first, ...others] = those.map(({ slug }) => problemShape(slug, status));
  if (first === undefined) throw new Error(`no refusal of status ${status}`);
  return {
    description: those.map(({ slug }) => slug).join(", "),
    headers: z.object({ ...requestId, ...notStored, ...extraHeaders[status] }),
    content: { "application/problem+json": { schema: others.length === 0 ? first : z.union([first, ...others]) } },
  };
}

/** A problem with one of these slugs and its usual status, inside another response. */
export function problemUnion(slugs: readonly [ProblemSlug, ProblemSlug, ...ProblemSlug[]]): z.ZodType {
  return z.union(slugs.map((slug) => problemShape(slug, problemStatus[slug])));
}

const shapes = new Map<string, z.ZodType>();

/** A problem as RFC 9457 defines it, with the fields of its slug; one shape for all calls that return it. */
function problemShape(slug: ProblemSlug, status: number): z.ZodType {
  const id = status === problemStatus[slug] ? `problem-${slug}` : `problem-${slug}-${status}`;
  const known = shapes.get(id);
  if (known !== undefined) return known;
  const shape = z
    .strictObject({
      type: z.literal(`/problems/${slug}`),
      title: z.string(),
      status: z.literal(status),
      detail: z.string(),
      ...more[slug],
    })
    .meta({ id });
  shapes.set(id, shape);
  return shape;
}
