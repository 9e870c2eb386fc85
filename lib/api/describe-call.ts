import { z } from "zod";
import type { ZodOpenApiLinkObject, ZodOpenApiOperationObject, ZodOpenApiResponseObject } from "zod-openapi";
import { idempotencyKey } from "#lib/api/http/read-idempotency-key.ts";
import { versionForm } from "#lib/devices/version.ts";
import type { Call, CallCallers } from "./call.ts";
import type { AnswerContent } from "./call-declaration.ts";
import { describeRefusals, notStored, type Refused, requestId } from "./problem-shapes.ts";

/** Describes a call for the OpenAPI document: everything in it follows from the call's declaration. */
export function describeCall(call: Call): ZodOpenApiOperationObject {
  const { operationId, summary, callers, params, input } = call;
  const header = headersOf(call);
  const { query, body } = input;
  return {
    operationId,
    summary,
    security: securityOf(callers),
    requestParams: {
      ...(params ? { path: params } : {}),
      ...(query && Object.keys(query.shape).length > 0 ? { query } : {}),
      ...(Object.keys(header).length > 0 ? { header: z.object(header) } : {}),
    },
    ...(body ? { requestBody: { required: body.required, content: contentOf(body) } } : {}),
    responses: { ...successesOf(call), ...describeRefusals(problemsOf(call)) },
  };
}

function contentOf({ schema, upload }: { schema: z.ZodType; upload: boolean }) {
  const json = { "application/json": { schema } };
  if (!upload) return json;
  const form = z.object({
    request: schema.meta({ description: "The JSON body, of at most 64 KiB. Each field may come only once." }),
    file: z.string().optional().meta({
      format: "binary",
      description: "A photo or clip of at most 8 MB. It is checked before credits are held.",
    }),
  });
  return { ...json, "multipart/form-data": { schema: form } };
}

function securityOf(callers: CallCallers): Record<string, string[]>[] {
  if (!callers.account) return [{ serviceKey: [] }];
  const { web, service, device } = callers.access;
  return [
    ...(web ? [{ session: [] }] : []),
    ...(service !== null ? [{ serviceKey: [] }] : []),
    ...(device !== null ? [{ deviceToken: [] }] : []),
  ];
}

const key = {
  "Idempotency-Key": z
    .string()
    .regex(idempotencyKey)
    .meta({ description: "The same key and request always return the same response." }),
};
const account = {
  "Credits-Account": z.uuid().optional().meta({
    description:
      "With a service key: the account of the request. With a session cookie, optional: the account that the page was made for; a request for another account is refused.",
  }),
};
const client = {
  "Credits-Client": z
    .string()
    .regex(new RegExp(`^(?:desktop|mobile)/${versionForm}$`))
    .optional()
    .meta({ description: "With a device's token: the app's platform and version, such as desktop/6.1.0." }),
  "Credits-Return": z.string().optional().meta({
    description:
      "With a device's token: the return link for the pages that `webUrl` names. It counts only if it is exactly on the platform's list; anything else is ignored.",
  }),
};
const replayed = {
  "Idempotent-Replayed": z
    .literal("true")
    .optional()
    .meta({ description: "The request was carried out earlier; this is the same response." }),
};

function headersOf({ callers, keyed }: Call): z.ZodRawShape {
  const names = callers.account && callers.access.service !== null;
  const devices = callers.account && callers.access.device !== null;
  return { ...(keyed ? key : {}), ...(names ? account : {}), ...(devices ? client : {}) };
}

function successesOf({ answers, summary, keyed, links }: Call): Record<string, ZodOpenApiResponseObject> {
  const common = { ...requestId, ...notStored, ...(keyed ? replayed : {}) };
  const leads = links ? { links: linksTo(links) } : {};
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => {
      if (answer === null) return [status, { description: summary, headers: z.object(common) }];
      const { description, contentTypes, schema, headers }: AnswerContent =
        "contentTypes" in answer
          ? answer
          : { description: summary, contentTypes: ["application/json"], schema: answer };
      const content = Object.fromEntries(contentTypes.map((type) => [type, { schema }]));
      return [status, { description, headers: z.object({ ...common, ...headers }), content, ...leads }];
    }),
  );
}

function linksTo(links: NonNullable<Call["links"]>): Record<string, ZodOpenApiLinkObject> {
  const entries = Object.entries(links);
  return Object.fromEntries(
    entries.map(([operationId, parameters]) => [operationId, { operationId, parameters: { ...parameters } }]),
  );
}

const always: Refused[] = ["internal", "unavailable", "method-not-allowed", "invalid-request"];
const credentials: Refused[] = ["invalid-request 400", "unauthenticated", "not-allowed", "not-on-this-platform"];
const bodies: Refused[] = ["invalid-request 400", "invalid-request 413", "invalid-request 415", "invalid-request"];

function problemsOf({ callers, input, keyed, problems = [] }: Call): Refused[] {
  const all: Refused[] = [...always, ...credentials, "client-too-old", ...problems];
  if (callers.account && callers.access.service !== null) all.push("not-found");
  if (input.body) all.push(...bodies);
  if (keyed) all.push("idempotency-key-missing", "idempotency-key-reused");
  return [...new Set(all)];
}
