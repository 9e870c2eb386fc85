import { routeCalls } from "#lib/api/router.ts";
import { emptyCall } from "../../../../bench/http/empty-call.ts";

const { fetch } = routeCalls([emptyCall]);

/** The same empty call as the one served before Next, to measure what Next adds. */
export const POST = (request: Request) => fetch(request);
