import type { z } from "zod";
import { readMediaType } from "./media-type.ts";
import { invalidRequest } from "./problem.ts";
import { type Body, jsonBytesLimit, parseBody, readAtMost, readBody } from "./read-body.ts";
import { readMultipart } from "./read-multipart.ts";

/** A body, with the file that was sent with it. */
export type Uploaded<Shape> =
  | { status: "read"; body: Shape; file: Buffer | null }
  | Extract<Body<Shape>, { status: "refused" }>;

/** Room for the request, and for the part headers. */
const besideFile = jsonBytesLimit + 16 * 1024;

/**
 * Reads a JSON body, or a form with two fields, each once: `request`, which is that body within the same limit, and
 * `file`. Never keeps more than `fileBytes` of a file.
 */
export async function readUpload<Shape>(
  request: Request,
  schema: z.ZodType<Shape>,
  fileBytes: number,
): Promise<Uploaded<Shape>> {
  if (readMediaType(request) !== "multipart/form-data") {
    const read = await readBody(request, schema);
    return read.status === "read" ? { ...read, file: null } : read;
  }
  const whole = await readAtMost(request, fileBytes + besideFile);
  if (whole.status === "refused") return refuse("", whole.why, whole.code);
  const type = request.headers.get("content-type") ?? "";
  const form = await readMultipart(type, whole.bytes, 2);
  if (form.status === "malformed") return refuse("", "the body is not a valid form", 400);
  if (form.status === "too-many") return refuse("", "the form can have two fields, request and file, each once");
  return await readFields(form.fields, schema, fileBytes);
}

async function readFields<Shape>(
  fields: readonly (readonly [string, string | File])[],
  schema: z.ZodType<Shape>,
  fileBytes: number,
): Promise<Uploaded<Shape>> {
  const names = fields.map(([name]) => name);
  const unknown = names.find((name) => name !== "request" && name !== "file");
  if (unknown !== undefined) return refuse(unknown.slice(0, 100), "is not known");
  const repeated = names.find((name, at) => names.indexOf(name) !== at);
  if (repeated !== undefined) return refuse(repeated, "may come only once");
  const sent = new Map(fields);
  const [said, file = null] = [sent.get("request"), sent.get("file")];
  if (said === undefined) return refuse("request", "must be a field that contains the request as JSON");
  if (typeof file === "string") return refuse("file", "must be a file");
  if (file !== null && file.size > fileBytes) return refuse("file", `may be at most ${fileBytes} bytes`, 413);
  // Clients that set a field's content type send it as a file.
  const bytes = typeof said === "string" ? Buffer.from(said) : Buffer.from(await said.arrayBuffer());
  if (bytes.byteLength > jsonBytesLimit) return refuse("request", `may be at most ${jsonBytesLimit} bytes`, 413);
  const read = parseBody(bytes, schema);
  if (read.status === "refused") return read;
  return { ...read, file: file === null ? null : Buffer.from(await file.arrayBuffer()) };
}

function refuse(
  path: string,
  message: string,
  status?: number,
): { status: "refused"; problem: ReturnType<typeof invalidRequest> } {
  return { status: "refused", problem: invalidRequest([{ path, message }], status) };
}
