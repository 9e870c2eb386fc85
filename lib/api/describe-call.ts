import { z } from "zod";
import type { ZodOpenApiLinkObject, ZodOpenApiOperationObject, ZodOpenApiResponseObject } from "zod-openapi";
import { versionForm } from "#lib/platforms/version.ts";
import { describeRefusals, notStored, type Refused, requestId } from "./problem-shapes.ts";

/** Who may make a call: people in the browser and, as far as their platform may, devices; product back ends; or everybody. */
export type Callers = "web" | "service" | "web and service" | "open";

/** A call as its file knows it; everything that calls of its sort have in common is added. */
export interface Call {
  operationId: string;
  summary: string;
  callers: Callers;
  /** What it answers, by status. */
  answers: Record<`2${number}`, z.ZodType>;
  /** Refusals beyond those that every call of its sort can meet. */
  refusals?: readonly Refused[];
  path?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Where its answer leads: other calls, by their operationId, with what they take from it. */
  links?: Record<string, Record<string, `$response.body#/${string}`>>;
  /** Whether it carries an Idempotency-Key. */
  keyed?: boolean;
  /** Whether a product back end names no account with it. */
  withoutAccount?: boolean;
}

/** Describes a call of the interface. */
export function describeCall(call: Call): ZodOpenApiOperationObject {
  const { operationId, summary, callers, path, query, body } = call;
  const { shape } = headersOf(call);
  return {
    operationId,
    summary,
    security: security[callers],
    requestParams: {
      ...(path ? { path } : {}),
      ...(query ? { query } : {}),
      ...(Object.keys(shape).length > 0 ? { header: z.object(shape) } : {}),
    },
    ...(body ? { requestBody: { required: true, content: { "application/json": { schema: body } } } } : {}),
    responses: { ...successes(call), ...describeRefusals(refusalsOf(call)) },
  };
}

const security: Record<Callers, Record<string, string[]>[]> = {
  web: [{ session: [] }, { deviceToken: [] }],
  service: [{ serviceKey: [] }],
  "web and service": [{ session: [] }, { serviceKey: [] }, { deviceToken: [] }],
  open: [],
};

const key = {
  "Idempotency-Key": z
    .string()
    .regex(/^[\x20-\x7e]{1,255}$/)
    .meta({ description: "The same key and request give the same answer, for ever." }),
};
const account = {
  "Credits-Account": z
    .uuid()
    .optional()
    .meta({ description: "With a service key: the account that the call is about." }),
};
const client = {
  "Credits-Client": z
    .string()
    .regex(new RegExp(`^(?:desktop|mobile)/${versionForm}$`))
    .optional()
    .meta({ description: "With a device's token: the app's platform and version, such as desktop/6.1.0." }),
  "Credits-Return": z.string().optional().meta({
    description:
      "With a device's token: where the app wants people led back to from the pages that `webUrl` names. Only what is word for word on the platform's list counts; anything else is passed over.",
  }),
};
const replayed = {
  "Idempotent-Replayed": z.literal("true").optional().meta({ description: "The request was carried out before." }),
};

function headersOf({ callers, keyed, withoutAccount }: Call): { shape: z.ZodRawShape } {
  const names = callers.includes("service") && !withoutAccount;
  const devices = callers.includes("web");
  return { shape: { ...(keyed ? key : {}), ...(names ? account : {}), ...(devices ? client : {}) } };
}

function successes({ answers, summary, keyed, links }: Call): Record<string, ZodOpenApiResponseObject> {
  const headers = z.object({ ...requestId, ...notStored, ...(keyed ? replayed : {}) });
  const leads = links ? { links: linksTo(links) } : {};
  return Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => [
      status,
      { description: summary, headers, content: { "application/json": { schema } }, ...leads },
    ]),
  );
}

function linksTo(links: NonNullable<Call["links"]>): Record<string, ZodOpenApiLinkObject> {
  const entries = Object.entries(links);
  return Object.fromEntries(entries.map(([operationId, parameters]) => [operationId, { operationId, parameters }]));
}

const credentials: Refused[] = ["invalid-request 400", "unauthenticated", "not-allowed"];
const platform: Refused[] = ["invalid-request", "not-on-this-platform", "client-too-old"];
const bodies: Refused[] = ["invalid-request 400", "invalid-request 413", "invalid-request 415", "invalid-request"];

function refusalsOf({ callers, body, keyed, withoutAccount, refusals = [] }: Call): Refused[] {
  const all: Refused[] = ["internal", "unavailable", ...refusals];
  if (callers !== "open") all.push(...credentials);
  if (callers !== "open") all.push(...platform);
  if (callers.includes("service") && !withoutAccount) all.push("not-found");
  if (body) all.push(...bodies);
  if (keyed) all.push("idempotency-key-missing", "idempotency-key-reused");
  return [...new Set(all)];
}
