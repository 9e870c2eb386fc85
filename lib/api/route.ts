import "server-only";
import { z } from "zod";
import type { ServicePermission } from "#lib/auth/service-key.ts";
import type { RequestKey } from "#lib/credits/transaction.ts";
import { database } from "#lib/database.ts";
import { type Answer, answer } from "#lib/http/answer.ts";
import { type Access, type Caller, identify, identifyKey } from "#lib/http/caller.ts";
import type { Problem } from "#lib/http/problem.ts";
import { notOfTheForm, readBody } from "#lib/http/read-body.ts";
import { readIdempotencyKey } from "#lib/http/read-idempotency-key.ts";
import { webUrl } from "#lib/http/web-url.ts";
import { wordIssue } from "#lib/http/word-issue.ts";
import { accountExists } from "#lib/ledger/account-exists.ts";
import { requestKey } from "#lib/ledger/request-key.ts";
import { barHere } from "./bar-here.ts";

type Context<Params> = { params: Promise<Params> };

/** A reading call about the caller's account: who, the query, the answer. With `evenBarred` it sees to a barred caller itself. */
export function readRoute<Query, Params>(
  access: Access & { evenBarred?: true },
  query: z.ZodType<Query> | null,
  handle: (call: { caller: Caller; query: Query | null; params: Params; request: Request }) => Promise<Answer>,
): (request: Request, context: Context<Params>) => Promise<Response> {
  return (request, context) =>
    answer(async () => {
      const caller = await identify(request, access);
      if ("slug" in caller) return caller;
      if (caller.barred !== null && !access.evenBarred) return caller.barred;
      const search = gatherQuery(new URL(request.url).searchParams);
      const parsed = query?.safeParse(search, { error: wordIssue });
      const whole = parsed ?? nothing.safeParse(search, { error: wordIssue });
      if (!whole.success) return notOfTheForm(whole.error);
      if (!(await isThere(caller))) return { slug: "not-found", detail: "there is no such account" };
      return await handle({ caller, query: parsed?.data ?? null, params: await context.params, request });
    });
}

/** A reading call of product back ends that is about no account in particular: what the key must be allowed, the query, the answer. */
export function keyRoute<Query>(
  permission: ServicePermission,
  query: z.ZodType<Query>,
  handle: (query: Query) => Promise<Answer>,
): (request: Request, context: Context<unknown>) => Promise<Response> {
  return (request) =>
    answer(async () => {
      const key = await identifyKey(request, permission);
      if ("slug" in key) return key;
      const parsed = query.safeParse(gatherQuery(new URL(request.url).searchParams), { error: wordIssue });
      return parsed.success ? await handle(parsed.data) : notOfTheForm(parsed.error);
    });
}

/** What a call without a query takes in one. */
const nothing = z.strictObject({});

/** Who is signed in has an account; what a product back end names may be anything. */
async function isThere({ type, account }: Caller): Promise<boolean> {
  return type !== "service" || (await accountExists(database(), account));
}

/**
 * A writing call about the caller's account: who, the key, the body, the answer. `featureOf` names the feature that it
 * uses, which runs on some platforms and not on others.
 */
export function writeRoute<Body, Params = unknown>(
  access: Access & { pageFor?: (body: Body) => string; featureOf?: (body: Body) => string },
  schema: z.ZodType<Body>,
  handle: (call: {
    caller: Caller;
    body: Body;
    asked: RequestKey;
    params: Params;
    request: Request;
  }) => Promise<Answer>,
): (request: Request, context: Context<Params>) => Promise<Response> {
  return (request, context) =>
    answer(async () => {
      const caller = await identify(request, access);
      if ("slug" in caller) return await leadToPage(caller, access, request, schema);
      const key = readIdempotencyKey(request);
      if (key.status === "refused") return key.problem;
      const read = await readBody(request, schema);
      if (read.status === "refused") return read.problem;
      const path = new URL(request.url).pathname;
      const asked = requestKey(caller.scope, key.key, { method: request.method, path, body: read.body });
      const barred = await barHere(caller, access.featureOf?.(read.body) ?? null, asked);
      if (barred !== null) return access.pageFor ? leadTo(barred, access.pageFor(read.body), caller.wayBack) : barred;
      return await handle({ caller, body: read.body, asked, params: await context.params, request });
    });
}

/** Whoever may not do something here is told the page where people do it, with what they wanted filled in. */
async function leadToPage<Body>(
  problem: Problem,
  { pageFor }: { pageFor?: (body: Body) => string },
  request: Request,
  schema: z.ZodType<Body>,
): Promise<Problem> {
  if (problem.slug !== "not-on-this-platform" || pageFor === undefined) return problem;
  const read = await readBody(request, schema);
  return read.status === "refused" ? problem : leadTo(problem, pageFor(read.body), null);
}

function leadTo(problem: Problem, page: string, wayBack: string | null): Problem {
  return { ...problem, more: { ...problem.more, webUrl: webUrl(page, wayBack) } };
}

const repeatable = new Set(["type", "kind"]);

/** A query string as an object: what may repeat is a list, what repeats and may not is refused by its schema. */
function gatherQuery(search: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(search.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = search.getAll(name);
      const [first] = values;
      return [name, repeatable.has(name) || values.length > 1 || first === undefined ? values : first];
    }),
  );
}
