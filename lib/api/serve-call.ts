import "server-only";
import { type Answer, answer } from "#lib/api/http/answer.ts";
import { type Caller, identify, identifyKey } from "#lib/api/http/caller.ts";
import type { Problem } from "#lib/api/http/problem.ts";
import { readIdempotencyKey } from "#lib/api/http/read-idempotency-key.ts";
import { webUrl } from "#lib/api/http/web-url.ts";
import { database } from "#lib/database.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import { accountExists } from "#lib/ledger/read/account-exists.ts";
import type { KeyedDeclaration, Params, PlainDeclaration, ServiceDeclaration } from "./call-declaration.ts";
import { requirePlatform } from "./require-platform.ts";

/**
 * Serves a call about the caller's account. Checks run in this order: caller, shape of the request, key, everything
 * else.
 */
export function serveAccountCall<Sent>(
  call: PlainDeclaration<Sent> | KeyedDeclaration<Sent>,
  request: Request,
  params: Params,
): Promise<Response> {
  const serve = async () => {
    const caller = await identify(request, call.callers);
    if ("slug" in caller) return await leadToPage(caller, call, request);
    return call.keyed
      ? await serveKeyed(call, { caller, request, params })
      : await servePlain(call, { caller, request, params });
  };
  return answer(serve, () => (call.keyed ? null : (call.duringOutage?.(request) ?? null)));
}

/** Serves a call from a product back end that is not about one account. */
export function serveServiceCall<Sent>(
  { permission, input, handle }: ServiceDeclaration<Sent>,
  request: Request,
  params: Params,
): Promise<Response> {
  return answer(async () => {
    const key = await identifyKey(request, permission);
    if ("slug" in key) return key;
    const read = await input.read(request);
    if (read.status === "refused") return read.problem;
    return await handle({ key, input: read.input, params, request });
  });
}

interface Identified {
  caller: Caller;
  request: Request;
  params: Params;
}

async function servePlain<Sent>(
  { method, input, servesDenied, featureOf, handle }: PlainDeclaration<Sent>,
  { caller, request, params }: Identified,
): Promise<Answer> {
  // A denied read is refused before its query is checked; a write is checked first, as it names its feature.
  if (method !== "POST" && caller.denied !== null && !servesDenied) return caller.denied;
  const read = await input.read(request);
  if (read.status === "refused") return read.problem;
  if (method === "POST") {
    const denied = await requirePlatform(caller, featureOf?.(read.input) ?? null, null);
    if (denied !== null) return denied;
  } else if (!(await isKnown(caller))) return { slug: "not-found", detail: "account not found" };
  return await handle({ caller, input: read.input, params, request });
}

async function serveKeyed<Sent>(
  { method, path, input, featureOf, pageFor, handle }: KeyedDeclaration<Sent>,
  { caller, request, params }: Identified,
): Promise<Answer> {
  const key = readIdempotencyKey(request);
  if (key.status === "refused") return key.problem;
  const read = await input.read(request);
  if (read.status === "refused") return read.problem;
  // The declared path: a trailing slash or an escaped character does not make it another request.
  const declared = path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
  const asked = requestKey(caller.scope, key.key, { method, path: declared, body: read.fingerprinted });
  const denied = await requirePlatform(caller, featureOf?.(read.input) ?? null, asked);
  if (denied !== null) return pageFor ? leadTo(denied, pageFor(read.input), caller.returnLink) : denied;
  return await handle({ caller, input: read.input, params, request, asked });
}

/** A signed-in user or device has an account; an id named by a product back end may not exist. */
async function isKnown({ type, account }: Caller): Promise<boolean> {
  return type !== "service" || (await accountExists(database(), account));
}

/** Adds the page where the user can do what was denied here, with the request's values filled in. */
async function leadToPage<Sent>(
  problem: Problem,
  { pageFor, input }: PlainDeclaration<Sent> | KeyedDeclaration<Sent>,
  request: Request,
): Promise<Problem> {
  if (problem.slug !== "not-on-this-platform" || pageFor === undefined) return problem;
  const read = await input.read(request);
  return read.status === "refused" ? problem : leadTo(problem, pageFor(read.input), null);
}

function leadTo(problem: Problem, page: string, returnLink: string | null): Problem {
  return { ...problem, more: { ...problem.more, webUrl: webUrl(page, returnLink) } };
}
