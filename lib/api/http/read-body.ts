import type { z } from "zod";
import { isEncoded } from "./content-encoding.ts";
import { readMediaType } from "./media-type.ts";
import { invalidRequest, type Problem } from "./problem.ts";
import { wordIssue } from "./word-issue.ts";

/** The largest JSON that a call reads. */
export const jsonBytesLimit = 64 * 1024;

/** A parsed body, or why it is refused. */
export type Body<Shape> = { status: "read"; body: Shape } | { status: "refused"; problem: Problem };

/** Reads a JSON body of at most 64 KiB (by default) that matches a schema. */
export async function readBody<Shape>(
  request: Request,
  schema: z.ZodType<Shape>,
  { maxBytes = jsonBytesLimit }: { maxBytes?: number } = {},
): Promise<Body<Shape>> {
  if (readMediaType(request) !== "application/json") {
    return refuse("the body must be application/json in UTF-8", 415);
  }
  const read = await readAtMost(request, maxBytes);
  return read.status === "read" ? parseBody(read.bytes, schema) : refuse(read.why, read.code);
}

/** `readBody` for an optional body: without one it is an empty object. */
export async function readOptionalBody<Shape>(request: Request, schema: z.ZodType<Shape>): Promise<Body<Shape>> {
  if (request.headers.get("content-type") !== null) return await readBody(request, schema);
  const read = await readAtMost(request, jsonBytesLimit);
  if (read.status === "refused") return refuse(read.why, read.code);
  return read.bytes.byteLength === 0
    ? parseBody(Buffer.from("{}"), schema)
    : refuse("the body must be application/json in UTF-8", 415);
}

/** Parses the bytes of a JSON body that matches a schema. */
export function parseBody<Shape>(bytes: Buffer, schema: z.ZodType<Shape>): Body<Shape> {
  const json = parseJson(bytes);
  if (json.status === "malformed") return refuse("the body is not valid JSON", 400);
  if (isDeeperThan(json.value, deepest)) return refuse(`the body may be nested at most ${deepest} levels deep`, 422);
  const parsed = schema.safeParse(json.value, { error: wordIssue });
  return parsed.success
    ? { status: "read", body: parsed.data }
    : { status: "refused", problem: notOfTheForm(parsed.error) };
}

/** The bytes of a body, or why they are not read. */
export type Bytes =
  | { status: "read"; bytes: Buffer<ArrayBuffer> }
  | { status: "refused"; why: string; code: 413 | 415 };

/**
 * The whole body, as every call reads it. It is refused when it is compressed, as a small body could expand to a huge
 * one, or when it is larger than allowed; never keeps more than that in memory.
 */
export async function readAtMost(request: Request, limit: number): Promise<Bytes> {
  if (isEncoded(request.headers.get("content-encoding")))
    return { status: "refused", why: "send the body without Content-Encoding", code: 415 };
  const tooLarge = { status: "refused", why: `the body may be at most ${limit} bytes`, code: 413 } as const;
  const length = request.headers.get("content-length");
  if (Number(length ?? 0) > limit) return tooLarge;
  // The HTTP parser lets no body exceed its stated length. Reading it at once costs far less than reading a stream.
  if (length !== null) return { status: "read", bytes: Buffer.from(await request.arrayBuffer()) };
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) return tooLarge;
    chunks.push(chunk);
  }
  return { status: "read", bytes: Buffer.concat(chunks) };
}

/** Deeper than any call needs, and far below what a recursive function can handle. */
const deepest = 32;

/** Walks level by level without recursion, so that no depth is a problem. */
function isDeeperThan(value: unknown, most: number): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    const inner = level.filter((one) => typeof one === "object" && one !== null);
    if (inner.length > 0 && depth === most) return true;
    level = inner.flatMap((one) => Object.values(one ?? {}));
  }
  return false;
}

const mostErrors = 20;
const longestPath = 100;

/** The problem for a schema's issues: one line per path, and not more than a reader would want. */
export function notOfTheForm(error: z.ZodError): Problem {
  const errors = error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ path: placeOf([...issue.path, key]), message: "is not known" }))
      : [{ path: placeOf(issue.path), message: issue.message }],
  );
  return invalidRequest(errors.slice(0, mostErrors));
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.map(String).join(".").slice(0, longestPath);
}

// One for all: making one takes longer than decoding a body.
const utf8 = new TextDecoder("utf-8", { fatal: true });

function parseJson(bytes: Buffer): { status: "parsed"; value: unknown } | { status: "malformed" } {
  try {
    return { status: "parsed", value: JSON.parse(utf8.decode(bytes)) };
  } catch {
    return { status: "malformed" };
  }
}

function refuse(message: string, status: number): { status: "refused"; problem: Problem } {
  return { status: "refused", problem: invalidRequest([{ path: "", message }], status) };
}
