import "server-only";
import { settings } from "#lib/config/settings.ts";
import { PHOTO_BYTES_LIMIT } from "./read-photo.ts";
import { readToolForm, type ToolForm } from "./read-tool-form.ts";
import type { ToolSlug } from "./tool.ts";

/** A form that was sent to a tool, or why it is not even read. */
export type Upload = ToolForm | { status: "foreign" } | { status: "too-large" };

/** A photo of the largest size, with room for the other fields and what stands between them. */
const BODY_BYTES_LIMIT = PHOTO_BYTES_LIMIT + 64 * 1024;

/**
 * Reads a multipart form of this app's own pages. Its length is known and checked before a byte of it is kept: what
 * declares none is refused as too large.
 */
export async function readUpload(request: Request, tool: ToolSlug): Promise<Upload> {
  if (request.headers.get("origin") !== settings().appUrl) return { status: "foreign" };
  const declared = request.headers.get("content-length");
  if (declared === null || !(Number(declared) <= BODY_BYTES_LIMIT)) return { status: "too-large" };
  const form = await request.formData().catch(() => null);
  return form ? readToolForm(tool, form) : { status: "refused", field: "form" };
}
