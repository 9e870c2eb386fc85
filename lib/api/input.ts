import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Problem } from "#lib/api/http/problem.ts";
import { type Body, notOfTheForm, readBody, readOptionalBody } from "#lib/api/http/read-body.ts";
import { readUpload } from "#lib/api/http/read-upload.ts";
import { wordIssue } from "#lib/api/http/word-issue.ts";

/** The input of a call besides its path: how it is read and checked, and how the OpenAPI document describes it. */
export interface Input<Sent> {
  read: (request: Request) => Promise<ReadInput<Sent>>;
  query?: z.ZodObject;
  body?: { schema: z.ZodType; required: boolean; upload: boolean };
}

/** The checked input, and the part of it that the request's fingerprint covers. */
export type ReadInput<Sent> =
  | { status: "read"; input: Sent; fingerprinted: unknown }
  | { status: "refused"; problem: Problem };

const noQuery = z.strictObject({});

/** Takes no query and no body. */
export const noInput: Input<Record<string, never>> = queryInput(noQuery);

/** Takes a query; unknown and unexpectedly repeated parameters are refused. */
export function queryInput<Sent>(schema: z.ZodType<Sent> & z.ZodObject): Input<Sent> {
  return {
    query: schema,
    read: async (request) => {
      const parsed = schema.safeParse(queryOf(new URL(request.url).searchParams), { error: wordIssue });
      return parsed.success
        ? { status: "read", input: parsed.data, fingerprinted: null }
        : { status: "refused", problem: notOfTheForm(parsed.error) };
    },
  };
}

/** Takes a JSON body of at most `maxBytes` (by default 64 KiB). */
export function jsonInput<Sent>(schema: z.ZodType<Sent>, limits?: { maxBytes: number }): Input<Sent> {
  return {
    body: { schema, required: true, upload: false },
    read: withoutQuery(async (request) => covered(await readBody(request, schema, limits))),
  };
}

/** Takes a JSON body, or none, which is read as an empty object. */
export function optionalJsonInput<Sent>(schema: z.ZodType<Sent>): Input<Sent> {
  return {
    body: { schema, required: false, upload: false },
    read: withoutQuery(async (request) => covered(await readOptionalBody(request, schema))),
  };
}

/** Takes a JSON body, or a form with the body in `request` and a `file` of at most `fileBytes` beside it. */
export function uploadInput<Sent>(
  schema: z.ZodType<Sent>,
  { fileBytes }: { fileBytes: number },
): Input<{ body: Sent; file: Buffer | null }> {
  return {
    body: { schema, required: true, upload: true },
    read: withoutQuery(async (request) => {
      const read = await readUpload(request, schema, fileBytes);
      if (read.status === "refused") return read;
      const { body, file } = read;
      const fingerprinted = file === null ? body : { ...body, file: hashOf(file) };
      return { status: "read", input: { body, file }, fingerprinted };
    }),
  };
}

/** A call with a body takes no query: a field there would be ignored, and the caller would not learn of it. */
function withoutQuery<Sent>(read: Input<Sent>["read"]): Input<Sent>["read"] {
  return async (request) => {
    if (request.url.includes("?")) {
      const none = noQuery.safeParse(queryOf(new URL(request.url).searchParams), { error: wordIssue });
      if (!none.success) return { status: "refused", problem: notOfTheForm(none.error) };
    }
    return await read(request);
  };
}

function covered<Sent>(read: Body<Sent>): ReadInput<Sent> {
  return read.status === "refused" ? read : { status: "read", input: read.body, fingerprinted: read.body };
}

function hashOf(file: Buffer): string {
  return createHash("sha256").update(file).digest("hex");
}

const repeatable = new Set(["type", "kind"]);

/**
 * A query string as an object. A parameter that may repeat is a list; any other that repeats is refused by its schema.
 */
function queryOf(search: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(search.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = search.getAll(name);
      const [first] = values;
      return [name, repeatable.has(name) || values.length > 1 || first === undefined ? values : first];
    }),
  );
}

/** Reads an input further, as part of its validation: before the key and before any lookup. */
export function refineInput<Sent, Refined>(
  input: Input<Sent>,
  refine: (sent: Sent) => Promise<{ status: "read"; input: Refined } | { status: "refused"; problem: Problem }>,
): Input<Refined> {
  return {
    ...input,
    read: async (request) => {
      const read = await input.read(request);
      if (read.status === "refused") return read;
      const refined = await refine(read.input);
      return refined.status === "refused"
        ? refined
        : { status: "read", input: refined.input, fingerprinted: read.fingerprinted };
    },
  };
}
