import { readMediaType } from "./media-type.ts";
import { readAtMost } from "./read-body.ts";

const maxBytes = 16 * 1024;

/** The fields of a form, or why they cannot be read. */
export type FormRead =
  | { status: "read"; fields: Map<string, string> }
  | { status: "refused"; why: string; code: 400 | 415 };

/**
 * Reads a form-encoded body as OAuth defines it (RFC 6749, 3.2): a field without a value counts as left out, one that
 * is repeated is refused, unknown fields are ignored by the reader.
 */
export async function readForm(request: Request): Promise<FormRead> {
  if (readMediaType(request) !== "application/x-www-form-urlencoded") {
    return refuse("the body must be application/x-www-form-urlencoded in UTF-8", 415);
  }
  const read = await readAtMost(request, maxBytes);
  if (read.status === "refused") return refuse(read.why, read.code === 415 ? 415 : 400);
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(read.bytes.toString("utf8"))) {
    if (fields.has(name)) return refuse(`a field was sent twice: ${printable(name)}`);
    fields.set(name, value);
  }
  for (const [name, value] of fields) if (value === "") fields.delete(name);
  return { status: "read", fields };
}

/**
 * OAuth answers 400 to everything invalid (RFC 6749, 5.2), also to a form that is too large; another media type is a
 * 415.
 */
function refuse(why: string, code: 400 | 415 = 400): FormRead {
  return { status: "refused", why, code };
}

/** An error_description is printable ASCII without quotes and backslashes (RFC 6749, 5.2). */
function printable(name: string): string {
  return name.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, "?").slice(0, 40);
}
