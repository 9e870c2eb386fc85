import { api } from "#lib/api/router.ts";

/** The whole interface, for hosts that start Next themselves; `npm start` serves these paths before Next. */
function serve(request: Request): Response | Promise<Response> {
  return api.fetch(request);
}

export { serve as DELETE, serve as GET, serve as HEAD, serve as OPTIONS, serve as PATCH, serve as POST, serve as PUT };
