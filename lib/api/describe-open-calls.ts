import { z } from "zod";
import { describeRefusals, notStored, type Refused, requestId } from "./problem-shapes.ts";

/** The calls beside the table that need no credentials of an account: Stripe's webhook, health, and this document. */
export function describeOpenCalls() {
  return {
    "/api/stripe/webhook": { post: takeEvent },
    "/api/health": { get: health },
    "/api/ready": { get: ready },
    "/api/openapi.json": { get: document },
  };
}

const takeEvent = {
  ...describeOpen({
    operationId: "takeEvent",
    summary: "Receives a signed Stripe event; after an error Stripe delivers it again",
    answer: z.strictObject({ received: z.literal(true) }),
    problems: ["invalid-request 400", "invalid-request 413", "invalid-request 415"],
  }),
  requestBody: { required: true, content: { "application/json": { schema: z.looseObject({}) } } },
};

const health = describeOpen({
  operationId: "health",
  summary: "Whether the process is alive",
  answer: z.strictObject({ status: z.literal("ok") }),
});

const ready = describeOpen({
  operationId: "ready",
  summary:
    "Whether the process can serve requests: a 503 names missing migrations, or what has been down for 30 s (LISTEN, schedules)",
  answer: z.strictObject({ status: z.literal("ready") }),
});

const document = {
  operationId: "describe",
  summary: "This description",
  security: [],
  responses: {
    "200": {
      description: "OpenAPI 3.1",
      headers: z.object(requestId),
      content: { "application/json": { schema: z.looseObject({ openapi: z.literal("3.1.0") }) } },
    },
    ...describeRefusals(["internal", "method-not-allowed"]),
  },
};

interface OpenCall {
  operationId: string;
  summary: string;
  answer: z.ZodType;
  problems?: readonly Refused[];
}

function describeOpen({ operationId, summary, answer, problems = [] }: OpenCall) {
  const headers = z.object({ ...requestId, ...notStored });
  return {
    operationId,
    summary,
    security: [],
    responses: {
      "200": { description: summary, headers, content: { "application/json": { schema: answer } } },
      ...describeRefusals(["internal", "unavailable", "method-not-allowed", ...problems]),
    },
  };
}
