import { answerCancel } from "#lib/api/answer-run.ts";
import { barHere } from "#lib/api/bar-here.ts";
import { methods } from "#lib/api/methods.ts";
import { requests } from "#lib/api/shapes.ts";
import { answer } from "#lib/http/answer.ts";
import { identify } from "#lib/http/caller.ts";
import { readOptionalBody } from "#lib/http/read-body.ts";
import { readIdempotencyKey } from "#lib/http/read-idempotency-key.ts";
import { requestKey } from "#lib/ledger/request-key.ts";

function cancel(request: Request, { params }: RouteContext<"/api/v1/runs/[id]/cancel">): Promise<Response> {
  return answer(async () => {
    const caller = await identify(request, { web: true, service: null, device: "spend" });
    if ("slug" in caller) return caller;
    const key = readIdempotencyKey(request);
    if (key.status === "refused") return key.problem;
    const read = await readOptionalBody(request, requests.cancel);
    if (read.status === "refused") return read.problem;
    const { id } = await params;
    const asked = requestKey(caller.scope, key.key, {
      method: "POST",
      path: `/api/v1/runs/${id}/cancel`,
      body: read.body,
    });
    const barred = await barHere(caller, null, asked);
    if (barred !== null) return barred;
    return await answerCancel(caller, id, asked);
  });
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: cancel });
