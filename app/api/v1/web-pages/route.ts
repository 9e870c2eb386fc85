import { methods } from "#lib/api/methods.ts";
import { readRoute } from "#lib/api/route.ts";
import { webPages } from "#lib/api/web-pages.ts";
import { webUrl } from "#lib/http/web-url.ts";

// An app that is too old, or whose platform has no credits, is led to the web like any other.
const access = { web: true, service: "read", device: "buy", evenBarred: true } as const;

const read = readRoute(access, null, async ({ caller: { wayBack } }) =>
  Response.json({
    webPages: Object.fromEntries(Object.entries(webPages).map(([name, page]) => [name, webUrl(page, wayBack)])),
  }),
);

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: read });
