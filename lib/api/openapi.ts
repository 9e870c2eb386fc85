import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject } from "zod-openapi";
import {
  balanceShape,
  batchShape,
  featureShape,
  orderShape,
  problemShape,
  queries,
  quoteShape,
  requests,
  transactionShape,
  writtenBalanceShape,
} from "./shapes.ts";

const refused = {
  description: "A refusal: `type` names it, `/problems/…` explains it.",
  content: { "application/problem+json": { schema: problemShape } },
};

const written = z.strictObject({ transaction: transactionShape, balance: writtenBalanceShape });
const key = z.object({
  "Idempotency-Key": z.string().min(1).max(255).meta({ description: "The same key and request give the same answer." }),
});
const account = z.object({
  "Credits-Account": z
    .uuid()
    .optional()
    .meta({ description: "With a service key: the account that the call is about." }),
});
const replayed = z.object({
  "Idempotent-Replayed": z.literal("true").optional().meta({ description: "The request was carried out before." }),
});
const anyCaller: Record<string, string[]>[] = [{ session: [] }, { serviceKey: [] }];
const serviceOnly = [{ serviceKey: [] }];
const webOnly = [{ session: [] }];

/** The OpenAPI 3.1 description of the interface, made from the schemas that check the requests. */
export function describeApi() {
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Purse",
      version: "1",
      description: "Credits of one account: read them, quote a use, spend them, grant them, follow them live.",
    },
    components: {
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "authjs.session-token" },
        serviceKey: { type: "http", scheme: "bearer" },
      },
    },
    paths: {
      "/api/v1/balance": {
        get: read("The balance now: what has ended is not counted", balanceShape, "getBalance"),
      },
      "/api/v1/balance/events": {
        get: {
          operationId: "followBalance",
          summary: "The balance as server-sent events: at once, and after every change",
          security: anyCaller,
          requestParams: { header: account },
          responses: answers({
            "200": { description: "event: balance", content: { "text/event-stream": { schema: z.string() } } },
          }),
        },
      },
      "/api/v1/features": {
        get: read("What credits can be used for", z.strictObject({ features: z.array(featureShape) }), "listFeatures"),
      },
      "/api/v1/quotes": {
        post: {
          operationId: "makeQuote",
          summary: "What a spend would do; its price holds for five minutes",
          security: anyCaller,
          requestParams: { header: account },
          requestBody: json(requests.quote),
          responses: answers({ "200": { description: "The quote", ...json(quoteShape) } }),
        },
      },
      "/api/v1/spends": { post: write("Use credits for a feature", requests.spend, written, "spend", anyCaller) },
      "/api/v1/grants": {
        post: write("Add a batch", requests.grant, written.extend({ batch: batchShape }), "grant", serviceOnly),
      },
      "/api/v1/checkouts": {
        post: write(
          "Buy a pack",
          requests.checkout,
          z.strictObject({ order: orderShape, url: z.url() }),
          "buy",
          webOnly,
        ),
      },
      "/api/v1/orders/{id}": {
        get: {
          ...read("One order", z.strictObject({ order: orderShape }), "getOrder"),
          security: webOnly,
          requestParams: { path: z.object({ id: z.string() }) },
        },
      },
      "/api/v1/transactions": {
        get: {
          ...read(
            "The history, newest first",
            z.strictObject({ transactions: z.array(transactionShape), nextBefore: z.int().nullable() }),
            "listTransactions",
          ),
          requestParams: { header: account, query: z.object(queries.transactions.shape) },
        },
      },
      "/api/v1/transactions/{version}": {
        get: {
          ...read("One line of the history", transactionShape, "getTransaction"),
          requestParams: { header: account, path: z.object({ version: z.string() }) },
        },
      },
      "/api/v1/batches": {
        get: {
          ...read(
            "The batches, in deduction order",
            z.strictObject({ batches: z.array(batchShape), nextAfter: z.int().nullable() }),
            "listBatches",
          ),
          requestParams: { header: account, query: z.object(queries.batches.shape) },
        },
      },
      "/api/v1/accounts": {
        post: {
          operationId: "openAccount",
          summary: "The account of the person with an address, opened when there is none",
          security: serviceOnly,
          requestBody: json(requests.account),
          responses: answers({
            "200": { description: "It was there", ...json(accountAnswer) },
            "201": { description: "It was made", ...json(accountAnswer) },
          }),
        },
      },
      "/api/health": { get: open("Whether the process lives", "ok", "health") },
      "/api/ready": { get: open("Whether it can serve", "ready", "ready") },
    },
  });
}

const accountAnswer = z.strictObject({ account: z.strictObject({ id: z.uuid() }) });

function read(summary: string, shape: z.ZodType, operationId: string): ZodOpenApiOperationObject {
  return {
    operationId,
    summary,
    security: anyCaller,
    requestParams: { header: account },
    responses: answers({ "200": { description: summary, ...json(shape) } }),
  };
}

function write(
  summary: string,
  body: z.ZodType,
  shape: z.ZodType,
  operationId: string,
  security: Record<string, string[]>[],
): ZodOpenApiOperationObject {
  return {
    operationId,
    summary,
    security,
    requestParams: { header: z.object({ ...key.shape, ...account.shape }) },
    requestBody: json(body),
    responses: answers({ "201": { description: summary, headers: replayed, ...json(shape) } }),
  };
}

function open(summary: string, status: string, operationId: string): ZodOpenApiOperationObject {
  return {
    operationId,
    summary,
    security: [],
    responses: answers({ "200": { description: summary, ...json(z.strictObject({ status: z.literal(status) })) } }),
  };
}

function json(schema: z.ZodType) {
  return { content: { "application/json": { schema } } };
}

function answers(expected: ZodOpenApiResponsesObject): ZodOpenApiResponsesObject {
  return { ...expected, "4XX": refused, "5XX": refused };
}
