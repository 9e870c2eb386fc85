import "server-only";
import { accountCall } from "#lib/api/call.ts";
import { webUrl } from "#lib/api/http/web-url.ts";
import { noInput } from "#lib/api/input.ts";
import { webPagesShape } from "#lib/api/shapes.ts";
import { webPages } from "#lib/api/web-pages.ts";

export const listWebPages = accountCall({
  operationId: "listWebPages",
  method: "GET",
  path: "/api/v1/web-pages",
  summary: "The web pages to open for everything that apps cannot do themselves",
  callers: { web: true, service: "read", device: "buy" },
  // An app that is too old, or whose platform has no credits, is sent to the web like any other.
  servesDenied: true,
  input: noInput,
  answers: { "200": webPagesShape },
  handle: async ({ caller: { returnLink } }) =>
    Response.json({
      webPages: Object.fromEntries(Object.entries(webPages).map(([name, page]) => [name, webUrl(page, returnLink)])),
    }),
});
