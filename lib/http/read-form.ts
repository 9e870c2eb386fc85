import { readAtMost } from "./read-body.ts";

const maxBytes = 16 * 1024;

/** The fields of a form, or why they cannot be read. */
export type FormRead =
  | { status: "read"; fields: Map<string, string> }
  | { status: "refused"; why: string; code?: 413 | 415 };

/**
 * Reads a form-encoded body as OAuth has it (RFC 6749, 3.2): a field without a value counts as left out, one that
 * comes twice is refused, unknown ones are the reader's to ignore.
 */
export async function readForm(request: Request): Promise<FormRead> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") {
    return { status: "refused", why: "the body must be application/x-www-form-urlencoded" };
  }
  const read = await readAtMost(request, maxBytes);
  if (read.status === "refused") return { status: "refused", why: read.why, code: read.code };
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(read.bytes.toString("utf8"))) {
    if (fields.has(name)) return { status: "refused", why: `a field came twice: ${printable(name)}` };
    fields.set(name, value);
  }
  for (const [name, value] of fields) if (value === "") fields.delete(name);
  return { status: "read", fields };
}

/** An error_description holds printable ASCII without quotes and backslashes (RFC 6749, 5.2). */
function printable(name: string): string {
  return name.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, "?").slice(0, 40);
}
