import { z } from "zod";
import { describeCall } from "./describe-call.ts";
import { anyRunShape } from "./run-shapes.ts";
import { requests, writtenBalanceShape } from "./shapes.ts";

/** The calls that use a feature which takes time. */
export function describeRuns() {
  return {
    "/api/v1/runs": { post: startRun },
    "/api/v1/runs/{id}": { get: getRun },
    "/api/v1/runs/{id}/cancel": { post: cancelRun },
    "/api/v1/runs/{id}/results/{number}": { get: getRunFile },
  };
}

const runPath = z.object({ id: z.string().meta({ description: "The run's id." }) });
const runWritten = z.strictObject({ run: anyRunShape, balance: writtenBalanceShape });

const thisRun = { id: "$response.body#/run/id" } as const;

const starting = describeCall({
  operationId: "startRun",
  summary: "Holds the credits, runs the tool, captures what it cost, releases if it fails",
  callers: "web",
  keyed: true,
  body: requests.run,
  answers: { "202": runWritten },
  refusals: ["insufficient-credits", "quote-expired", "quote-changed", "account-frozen", "rate-limited"],
  links: { getRun: thisRun, cancelRun: thisRun },
});
const upload = z.strictObject({
  request: requests.run.meta({ description: "The request as JSON." }),
  file: z.string().optional().meta({
    format: "binary",
    description: "A photo or clip of at most 8 MB. Checked before anything is held; `message` then names the reason.",
  }),
});
const startRun = {
  ...starting,
  requestBody: {
    required: true,
    content: { "application/json": { schema: requests.run }, "multipart/form-data": { schema: upload } },
  },
};

const getRun = describeCall({
  operationId: "getRun",
  summary: "One run as it is now",
  callers: "web",
  path: runPath,
  answers: { "200": z.strictObject({ run: anyRunShape }) },
  refusals: ["not-found"],
});

const cancelling = describeCall({
  operationId: "cancelRun",
  summary: "Gives up a run: all that it holds is released",
  callers: "web",
  keyed: true,
  path: runPath,
  body: requests.cancel,
  answers: { "201": runWritten },
  refusals: ["not-found", "hold-not-open"],
});
const cancelRun = {
  ...cancelling,
  requestBody: { required: false, content: { "application/json": { schema: requests.cancel } } },
};

const gettingFile = describeCall({
  operationId: "getRunFile",
  summary: "A file that a finished run made; kept for a day",
  callers: "web",
  path: runPath.extend({ number: z.string().meta({ description: "1, 2, 3 …" }) }),
  answers: { "200": z.string() },
  refusals: ["not-found"],
});
const fileContent = { schema: { type: "string", format: "binary" } as const };
const getRunFile = {
  ...gettingFile,
  responses: {
    ...gettingFile.responses,
    "200": {
      ...gettingFile.responses["200"],
      description: "The file.",
      content: { "image/png": fileContent, "image/webp": fileContent, "text/plain": fileContent },
    },
  },
};
