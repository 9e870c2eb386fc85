import type { z } from "zod";
import { readMediaType } from "./media-type.ts";
import { invalidRequest } from "./problem.ts";
import { type Body, parseBody, readAtMost, readBody } from "./read-body.ts";

/** A body with the file that came beside it. */
export type Uploaded<Shape> =
  | { status: "read"; body: Shape; file: Buffer | null }
  | Extract<Body<Shape>, { status: "refused" }>;

/** Room for the other fields of a form, and for what stands between them. */
const besideFile = 64 * 1024;

/**
 * Reads a JSON body, or a form of two fields: `request`, which is that body, and `file`. No more than `fileBytes` of a
 * file is ever kept.
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
  const form = await new Response(new Uint8Array(whole.bytes), { headers: { "Content-Type": type } })
    .formData()
    .catch(() => null);
  if (form === null) return refuse("", "the body is not a form", 400);
  const unknown = [...form.keys()].find((name) => name !== "request" && name !== "file");
  if (unknown !== undefined) return refuse(unknown.slice(0, 100), "is not known");
  const [said, file] = [form.get("request"), form.get("file")];
  if (said === null) return refuse("request", "must be a field with the request as JSON");
  if (typeof file === "string") return refuse("file", "must be a file");
  // Clients that give a field its content type send it as a file.
  const read = parseBody(typeof said === "string" ? Buffer.from(said) : Buffer.from(await said.arrayBuffer()), schema);
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
