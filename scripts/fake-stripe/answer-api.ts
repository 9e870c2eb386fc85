import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import Stripe from "stripe";
import { z } from "zod";
import { endpoints } from "./api.ts";
import { type FakeStripe, newId } from "./fake.ts";
import { readForm } from "./form.ts";
import { invalidRequest, Refusal } from "./refusal.ts";

type Answer = { status: number; body: unknown; replayed: boolean };

/** Answers a request under `/v1`: key, version, idempotency, then the endpoint. */
export function answerApi(fakeStripe: FakeStripe, request: IncomingMessage, url: URL, body: string): Answer {
  try {
    checkCaller(request);
    const key = z.string().min(1).max(255).optional().parse(request.headers["idempotency-key"]) ?? null;
    if (request.method !== "POST" || key === null) return { status: 200, body: run(key), replayed: false };
    return onceFor(fakeStripe, key, `${request.method} ${url.pathname} ${body}`, () => run(key));
  } catch (problem) {
    if (problem instanceof Refusal) return { status: problem.status, body: problem.body, replayed: false };
    throw problem;
  }

  function run(idempotencyKey: string | null): object {
    const { handler, id, pattern } = route(request.method ?? "", url.pathname);
    const raw = readForm(request.method === "POST" ? body : url.search.slice(1));
    const answer = handler({ fakeStripe, id, raw, cause: { request: newId("req"), idempotencyKey } });
    fakeStripe.watch?.onAsked(pattern, raw);
    fakeStripe.watch?.onShown(answer);
    if (request.method !== "GET") fakeStripe.save();
    return answer;
  }
}

function checkCaller({ headers }: IncomingMessage) {
  const key = headers.authorization?.replace(/^Bearer /, "") ?? "";
  if (!/^(sk|rk)_test_\w+$/.test(key)) {
    throw invalidRequest("Invalid API Key provided. The demo's fake Stripe takes test keys only.", { status: 401 });
  }
  if (headers["stripe-version"] !== Stripe.API_VERSION) {
    throw invalidRequest(`Invalid Stripe API version: ${headers["stripe-version"]}`, { param: "Stripe-Version" });
  }
}

/**
 * Returns the first response to a key again, a declined card included; refuses a key with another request; an invalid
 * request binds no key.
 */
function onceFor(fakeStripe: FakeStripe, key: string, request: string, run: () => object): Answer {
  const digest = createHash("sha256").update(request).digest("hex");
  const first = fakeStripe.state.replays[key];
  if (first && first.request !== digest) {
    throw new Refusal(400, {
      type: "idempotency_error",
      message: "Keys for idempotent requests can only be used with the same parameters they were first used with.",
    });
  }
  if (first) return { status: first.status, body: first.body, replayed: true };
  const { status, body } = carriedOut(run);
  fakeStripe.state.replays[key] = { request: digest, status, body: JSON.parse(JSON.stringify(body)) };
  fakeStripe.save();
  return { status, body, replayed: false };
}

function carriedOut(run: () => object): { status: number; body: object } {
  try {
    return { status: 200, body: run() };
  } catch (problem) {
    if (problem instanceof Refusal && problem.status === 402) return { status: 402, body: problem.body };
    throw problem;
  }
}

function route(method: string, path: string) {
  const parts = path.split("/");
  for (const [pattern, handler] of Object.entries(endpoints)) {
    const [wantedMethod, wantedPath = ""] = pattern.split(" ");
    const wanted = wantedPath.split("/");
    const fits = wanted.length === parts.length && wanted.every((part, at) => part === ":id" || part === parts[at]);
    if (method === wantedMethod && fits) return { handler, pattern, id: parts[wanted.indexOf(":id")] ?? "" };
  }
  throw invalidRequest(`Unrecognized request URL (${method}: ${path}).`, { status: 404 });
}
