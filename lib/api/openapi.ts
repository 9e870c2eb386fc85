import { z } from "zod";
import { createDocument } from "zod-openapi";
import { cookieName } from "#lib/auth/cookies.ts";
import { describeCall } from "./describe-call.ts";
import { describeDeviceSignIn } from "./describe-device-sign-in.ts";
import { describeGrants } from "./describe-grants.ts";
import { describeHolds } from "./describe-holds.ts";
import { describeRuns } from "./describe-runs.ts";
import { describeRefusals, notStored, requestId } from "./problem-shapes.ts";
import { queries } from "./queries.ts";
import {
  anyBalanceShape,
  anyQuoteShape,
  anyTransactionShape,
  batchShape,
  entryShape,
  featureShape,
  orderShape,
  requests,
  transactionShape,
  webPagesShape,
  writtenBalanceShape,
} from "./shapes.ts";

/** The OpenAPI 3.1 description of the interface, made from the schemas that check the requests. */
export function describeApi() {
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Purse",
      version: "1",
      description:
        "Credits of one account: read them, quote a use, spend or hold them, give them back, grant them, follow them live.",
    },
    components: {
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: cookieName("session-token") },
        serviceKey: { type: "http", scheme: "bearer" },
        deviceToken: {
          type: "http",
          scheme: "bearer",
          description:
            "Of a desktop or mobile app that a person signed in (RFC 8628); discovery: /.well-known/oauth-authorization-server",
        },
      },
    },
    paths: {
      "/api/v1/balance": { get: getBalance },
      "/api/v1/balance/events": { get: followBalance },
      "/api/v1/features": { get: listFeatures },
      "/api/v1/web-pages": { get: listWebPages },
      "/api/v1/quotes": { post: makeQuote },
      "/api/v1/spends": { post: spend },
      ...describeHolds(),
      ...describeRuns(),
      ...describeDeviceSignIn(),
      "/api/v1/transactions": { get: listTransactions },
      "/api/v1/transactions/{version}": { get: getTransaction },
      "/api/v1/transactions/{version}/entries": { get: listEntries },
      "/api/v1/batches": { get: listBatches },
      "/api/v1/accounts": { post: openAccount },
      ...describeGrants(),
      "/api/v1/checkouts": { post: buy },
      "/api/v1/orders/{id}": { get: getOrder },
      "/api/stripe/webhook": { post: takeEvent },
      "/api/health": { get: health },
      "/api/ready": { get: ready },
      "/api/openapi.json": { get: describe },
    },
  });
}

const written = z.strictObject({ transaction: transactionShape, balance: writtenBalanceShape });
const accountAnswer = z.strictObject({ account: z.strictObject({ id: z.uuid() }) });

const getBalance = describeCall({
  operationId: "getBalance",
  summary: "The balance now: what has ended is not counted",
  callers: "web and service",
  answers: { "200": anyBalanceShape },
});

const eventHeaders = z.object({
  ...requestId,
  ...notStored,
  "X-Accel-Buffering": z.literal("no"),
  "Credits-Account": z.uuid().meta({ description: "Whose balance it is: a browser may have changed hands." }),
});
const following = describeCall({
  operationId: "followBalance",
  summary: "The balance as server-sent events: the present state at once, and after every change",
  callers: "web and service",
  answers: {},
  refusals: ["rate-limited"],
});
const followBalance = {
  ...following,
  responses: {
    ...following.responses,
    "200": {
      description:
        "`event: balance`, `id:` the version, `data:` a Balance; and a comment every 15 s. The comment `away` says that changes are not heard until the next message. A slow reader is told the present state, not every one. A session or a device has 8 streams: one more ends the oldest, with the comment `replaced`. A service key has 5,000: one more is refused.",
      headers: eventHeaders,
      content: { "text/event-stream": { schema: z.string() } },
    },
  },
};

const listFeatures = describeCall({
  operationId: "listFeatures",
  summary: "What credits can be used for",
  callers: "web and service",
  answers: { "200": z.strictObject({ features: z.array(featureShape) }) },
});

const listWebPages = describeCall({
  operationId: "listWebPages",
  summary: "Where people see and do on the web what apps leave to it",
  callers: "web and service",
  answers: { "200": webPagesShape },
});

const makeQuote = describeCall({
  operationId: "makeQuote",
  summary: "What a spend would do; its price holds for five minutes",
  callers: "web and service",
  body: requests.quote,
  answers: { "200": anyQuoteShape },
  refusals: ["rate-limited"],
});

const spend = describeCall({
  operationId: "spend",
  summary: "Uses credits for a feature: all that it costs, or none",
  callers: "web and service",
  keyed: true,
  body: requests.spend,
  answers: { "201": written.extend({ transaction: anyTransactionShape }) },
  refusals: ["insufficient-credits", "quote-expired", "quote-changed", "account-frozen", "rate-limited"],
  links: {
    getTransaction: { version: "$response.body#/transaction/version" },
    refund: { version: "$response.body#/transaction/version" },
  },
});

const listTransactions = describeCall({
  operationId: "listTransactions",
  summary: "The history, newest first",
  callers: "web and service",
  query: queries.transactions,
  answers: {
    "200": z.strictObject({ transactions: z.array(transactionShape), nextBefore: z.int().positive().nullable() }),
  },
  refusals: ["invalid-request"],
});

const getTransaction = describeCall({
  operationId: "getTransaction",
  summary: "One line of the history",
  callers: "web and service",
  path: z.object({ version: z.string().meta({ description: "Its number in the account's history: 1, 2, 3 …" }) }),
  answers: { "200": transactionShape },
});

const listEntries = describeCall({
  operationId: "listEntries",
  summary: "The entries of one line, in deduction order",
  callers: "web and service",
  path: z.object({ version: z.string().meta({ description: "Its number in the account's history: 1, 2, 3 …" }) }),
  query: queries.entries,
  answers: {
    "200": z.strictObject({ entries: z.array(entryShape), nextAfter: z.int().positive().nullable() }),
  },
  refusals: ["invalid-request", "not-found"],
});

const listBatches = describeCall({
  operationId: "listBatches",
  summary: "The batches, in deduction order",
  callers: "web and service",
  query: queries.batches,
  answers: { "200": z.strictObject({ batches: z.array(batchShape), nextAfter: z.int().positive().nullable() }) },
  refusals: ["invalid-request"],
});

const openAccount = describeCall({
  operationId: "openAccount",
  summary: "The account of the person with an address, opened when there is none",
  callers: "service",
  withoutAccount: true,
  body: requests.account,
  answers: { "200": accountAnswer, "201": accountAnswer },
});

const buy = describeCall({
  operationId: "buy",
  summary: "Begins the purchase of a pack: the order, and the page at Stripe where it is paid",
  callers: "web",
  keyed: true,
  body: requests.checkout,
  answers: { "201": z.strictObject({ order: orderShape, url: z.url() }) },
  refusals: ["rate-limited"],
  links: { getOrder: { id: "$response.body#/order/id" } },
});

const getOrder = describeCall({
  operationId: "getOrder",
  summary: "One order, as its payment stands",
  callers: "web",
  path: z.object({ id: z.string() }),
  answers: { "200": z.strictObject({ order: orderShape }) },
  refusals: ["not-found"],
});

const takeEvent = {
  ...describeCall({
    operationId: "takeEvent",
    summary: "Takes a signed event of Stripe; what fails inside is to be delivered again",
    callers: "open",
    answers: { "200": z.strictObject({ received: z.literal(true) }) },
    refusals: ["invalid-request 400", "invalid-request 413", "invalid-request 415"],
  }),
  requestBody: { required: true, content: { "application/json": { schema: z.looseObject({}) } } },
};

const health = describeCall({
  operationId: "health",
  summary: "Whether the process lives",
  callers: "open",
  answers: { "200": z.strictObject({ status: z.literal("ok") }) },
});

const ready = describeCall({
  operationId: "ready",
  summary: "Whether it can serve: 503 names missing migrations, or what has been down for 30 s (LISTEN, schedules)",
  callers: "open",
  answers: { "200": z.strictObject({ status: z.literal("ready") }) },
});

const describe = {
  operationId: "describe",
  summary: "This description",
  security: [],
  responses: {
    "200": {
      description: "OpenAPI 3.1",
      headers: z.object(requestId),
      content: { "application/json": { schema: z.looseObject({ openapi: z.literal("3.1.0") }) } },
    },
    ...describeRefusals(["internal"]),
  },
};
