import { MIMEType } from "node:util";

/** The fields of a form in their order, or why it is not read. */
export type Multipart =
  | { status: "read"; fields: [name: string, value: string | File][] }
  | { status: "too-many" }
  | { status: "malformed" };

/** Longer than the names of a field and its file. */
const headBytesLimit = 4 * 1024;
const headEnd = Buffer.from("\r\n\r\n");
const malformed = { status: "malformed" } as const;

/**
 * Reads a form of at most `mostParts` parts. Finding where parts begin is a hundred times faster than parsing them, so
 * a form with too many parts, or with long part headers, is refused first.
 */
export async function readMultipart(
  contentType: string,
  body: Uint8Array<ArrayBuffer>,
  mostParts: number,
): Promise<Multipart> {
  const boundary = readBoundary(contentType);
  if (boundary === null) return malformed;
  const scanned = scan(Buffer.from(body.buffer, body.byteOffset, body.byteLength), boundary, mostParts);
  if (scanned !== "fits") return { status: scanned };
  // A new header: one that can be read in two ways could make the parser split at another boundary.
  const headers = { "Content-Type": `multipart/form-data; boundary="${boundary}"` };
  const form = await new Response(body, { headers }).formData().catch(() => null);
  return form === null ? malformed : { status: "read", fields: [...form].map(([name, value]) => [name, value]) };
}

/** As RFC 2046 (5.1.1) defines it, without spaces. */
function readBoundary(contentType: string): string | null {
  try {
    const boundary = new MIMEType(contentType).params.get("boundary") ?? "";
    return /^[\w'()+,./:=?-]{1,70}$/.test(boundary) ? boundary : null;
  } catch {
    return null;
  }
}

/** The last delimiter ends the form and does not begin a part. */
function scan(bytes: Buffer, boundary: string, mostParts: number): "fits" | "too-many" | "malformed" {
  const delimiter = Buffer.from(`--${boundary}`);
  let found = 0;
  for (let at = bytes.indexOf(delimiter); at >= 0; at = bytes.indexOf(delimiter, at + delimiter.length)) {
    found += 1;
    if (found > mostParts + 1) return "too-many";
    const head = bytes.subarray(at + delimiter.length, at + delimiter.length + headBytesLimit);
    const isLast = head.subarray(0, 2).equals(Buffer.from("--"));
    if (!isLast && !head.includes(headEnd)) return "malformed";
  }
  return "fits";
}
