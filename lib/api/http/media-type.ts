import { MIMEType } from "node:util";

/** Longer than any media type with its parameters. */
const longest = 256;

/**
 * A body's media type in lower case without its parameters; null when it is missing, a parameter is repeated, or the
 * body's text is not UTF-8.
 */
export function readMediaType(request: { headers: Headers }): string | null {
  const named = request.headers.get("content-type");
  // What nearly every request says.
  if (named === "application/json") return named;
  if (named === null || named.length > longest || !isMediaType(named) || repeatsParameter(named)) return null;
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

/** `MIMEType` takes the first of two, other parsers the last. */
function repeatsParameter(text: string): boolean {
  const [, ...parameters] = text.replace(/"(?:[^"\\]|\\.)*"/g, "").split(";");
  const names = parameters.map((one) => (one.split("=")[0] ?? "").trim().toLowerCase()).filter((name) => name !== "");
  return new Set(names).size < names.length;
}
