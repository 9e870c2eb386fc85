import "server-only";
import { z } from "zod";
import { accountCall } from "#lib/api/call.ts";
import { noInput, optionalJsonInput, refineInput, uploadInput } from "#lib/api/input.ts";
import { presentRunTo } from "#lib/api/present-run.ts";
import { requests } from "#lib/api/request-shapes.ts";
import { cancelResponse, noSuchRun, readRunInput, runResponse } from "#lib/api/run-response.ts";
import { anyRunShape } from "#lib/api/run-shapes.ts";
import { writtenBalanceShape } from "#lib/api/shapes.ts";
import { database } from "#lib/database.ts";
import { readRun, readRunFile } from "#lib/spending/runs/read-run.ts";
import { PHOTO_BYTES_LIMIT } from "#lib/tools/read-photo.ts";

const callers = { web: true, service: null, device: "spend" } as const;
const params = z.object({ id: z.string().meta({ description: "The run's id." }) });
const runWritten = z.strictObject({ run: anyRunShape, balance: writtenBalanceShape });

export const startRun = accountCall({
  operationId: "startRun",
  method: "POST",
  path: "/api/v1/runs",
  summary: "Holds credits, runs the tool and captures what it cost; releases them if it fails",
  callers,
  featureOf: ({ body }) => body.feature,
  keyed: true,
  input: refineInput(uploadInput(requests.run, { fileBytes: PHOTO_BYTES_LIMIT }), async ({ body, file }) => {
    const read = await readRunInput(body, file);
    return read.status === "refused" ? read : { status: "read", input: { body, input: read.input } };
  }),
  answers: { "202": runWritten },
  problems: [
    "insufficient-credits",
    "quote-expired",
    "quote-changed",
    "account-frozen",
    "results-full",
    "rate-limited",
  ],
  links: { getRun: { id: "$response.body#/run/id" }, cancelRun: { id: "$response.body#/run/id" } },
  handle: async ({ caller, input: { body, input }, asked, request }) =>
    await runResponse({ caller, body, input, asked, toFail: request.headers.get("purse-demo") === "fail" }),
});

export const getRun = accountCall({
  operationId: "getRun",
  method: "GET",
  path: "/api/v1/runs/{id}",
  summary: "One run in its current state",
  callers,
  params,
  input: noInput,
  answers: { "200": z.strictObject({ run: anyRunShape }) },
  problems: ["not-found"],
  handle: async ({ caller, params: { id = "" } }) => {
    const run = await readRun(database(), caller.account, id);
    return run === null ? noSuchRun : Response.json({ run: presentRunTo(caller.visibility, run) });
  },
});

export const cancelRun = accountCall({
  operationId: "cancelRun",
  method: "POST",
  path: "/api/v1/runs/{id}/cancel",
  summary: "Cancels a run and releases its credits",
  callers,
  params,
  keyed: true,
  input: optionalJsonInput(requests.cancel),
  answers: { "201": runWritten },
  problems: ["not-found", "hold-not-open"],
  handle: async ({ caller, params: { id = "" }, asked }) => await cancelResponse(caller, id, asked),
});

export const getRunFile = accountCall({
  operationId: "getRunFile",
  method: "GET",
  path: "/api/v1/runs/{id}/results/{number}",
  summary: "A file made by a finished run; kept for one day",
  callers,
  params: params.extend({ number: z.string().meta({ description: "1, 2, 3 …" }) }),
  input: noInput,
  answers: {
    "200": {
      description: "The file.",
      contentTypes: ["image/png", "image/webp", "text/plain"],
      schema: z.string().meta({ format: "binary" }),
    },
  },
  problems: ["not-found"],
  handle: async ({ caller, params: { id = "", number = "" } }) => {
    const file = await readRunFile(database(), caller.account, { run: id, number });
    if (file === null) return { ...noSuchRun, detail: "file not found, or no longer kept" };
    return new Response(new Uint8Array(file.bytes), {
      headers: {
        "Content-Type": file.type,
        "Content-Disposition": `inline; filename="${file.name}"`,
        "X-Content-Type-Options": "nosniff",
      },
    });
  },
});
