import { routeCalls } from "#lib/api/router.ts";
import { emptyCall } from "../../../../bench/http/empty-call.ts";

const { fetch } = routeCalls([emptyCall]);

/** The same empty call as before Next, for what stands behind it. */
export const POST = (request: Request) => fetch(request);
