import { MIMEType } from "node:util";

/** A body's media type in lower case without its parameters; null where none is named, or its text is not UTF-8. */
export function readMediaType(request: { headers: Headers }): string | null {
  const named = request.headers.get("content-type");
  if (named === null || !isMediaType(named)) return null;
  const { essence, params } = new MIMEType(named);
  const charset = params.get("charset")?.toLowerCase() ?? "utf-8";
  return charset === "utf-8" || charset === "utf8" ? essence : null;
}

function isMediaType(text: string): boolean {
  try {
    return new MIMEType(text) !== null;
  } catch {
    return false;
  }
}
