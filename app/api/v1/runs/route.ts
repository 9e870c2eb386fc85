import { answerRun, hashFile, readRunInput } from "#lib/api/answer-run.ts";
import { methods } from "#lib/api/methods.ts";
import { requests } from "#lib/api/shapes.ts";
import { PHOTO_BYTES_LIMIT } from "#lib/features/tools/read-photo.ts";
import { answer } from "#lib/http/answer.ts";
import { identify } from "#lib/http/caller.ts";
import { readIdempotencyKey } from "#lib/http/read-idempotency-key.ts";
import { readUpload } from "#lib/http/read-upload.ts";
import { requestKey } from "#lib/ledger/request-key.ts";

function start(request: Request): Promise<Response> {
  return answer(async () => {
    const caller = await identify(request, { web: true, service: null, device: "spend" });
    if ("slug" in caller) return caller;
    const key = readIdempotencyKey(request);
    if (key.status === "refused") return key.problem;
    const sent = await readUpload(request, requests.run, PHOTO_BYTES_LIMIT);
    if (sent.status === "refused") return sent.problem;
    const { body, file } = sent;
    const reading = await readRunInput(body, file);
    if (reading.status === "refused") return reading.problem;
    const { input } = reading;
    const said = file === null ? body : { ...body, file: hashFile(file) };
    const asked = requestKey(caller.scope, key.key, { method: "POST", path: "/api/v1/runs", body: said });
    return await answerRun({ caller, body, input, asked, toFail: request.headers.get("purse-demo") === "fail" });
  });
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: start });
