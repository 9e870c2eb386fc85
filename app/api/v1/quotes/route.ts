import { answerQuote } from "#lib/api/answer-quote.ts";
import { barHere } from "#lib/api/bar-here.ts";
import { methods } from "#lib/api/methods.ts";
import { requests } from "#lib/api/shapes.ts";
import { withinLimit } from "#lib/api/within-limit.ts";
import { answer } from "#lib/http/answer.ts";
import { identify } from "#lib/http/caller.ts";
import { readBody } from "#lib/http/read-body.ts";

function quote(request: Request): Promise<Response> {
  return answer(async () => {
    const caller = await identify(request, { web: true, service: "spend", device: "spend" });
    if ("slug" in caller) return caller;
    const read = await readBody(request, requests.quote);
    if (read.status === "refused") return read.problem;
    const barred = await barHere(caller, read.body.feature, null);
    if (barred !== null) return barred;
    return (await withinLimit(caller, "quotes", 120)) ?? (await answerQuote(caller, read.body));
  });
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: quote });
