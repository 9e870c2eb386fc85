import "server-only";
import type { Access } from "#lib/api/http/caller.ts";
import type { ServicePermission } from "#lib/people/service-key.ts";
import type { CallFacts, KeyedDeclaration, Params, PlainDeclaration, ServiceDeclaration } from "./call-declaration.ts";
import { serveAccountCall, serveServiceCall } from "./serve-call.ts";

/** Who can make a call, for the OpenAPI document and for the test that tries every caller. */
export type CallCallers = { account: true; access: Access } | { account: false; permission: ServicePermission };

/** A call of the interface, declared once: the route, the OpenAPI document and the tests follow from it. */
export interface Call extends CallFacts<unknown> {
  callers: CallCallers;
  keyed: boolean;
  serve: (request: Request, params: Params) => Promise<Response>;
}

/** Bodies by status. A call keeps the type of its own, from which the types of `lib/client` follow. */
type Answers = CallFacts<unknown>["answers"];

/** A call about the caller's account: from a user, a device, or a product back end that names the account. */
export function accountCall<Sent, Own extends Answers>(
  declared: (PlainDeclaration<Sent> | KeyedDeclaration<Sent>) & { answers: Own },
): Omit<Call, "answers"> & { answers: Own } {
  return {
    ...factsOf(declared),
    answers: declared.answers,
    callers: { account: true, access: declared.callers },
    keyed: declared.keyed ?? false,
    serve: (request, params) => serveAccountCall(declared, request, params),
  };
}

/** A call from a product back end about any account, several, or none yet. */
export function serviceCall<Sent>(declared: ServiceDeclaration<Sent>): Call {
  return {
    ...factsOf(declared),
    callers: { account: false, permission: declared.permission },
    keyed: false,
    serve: (request, params) => serveServiceCall(declared, request, params),
  };
}

function factsOf<Sent>({
  operationId,
  method,
  path,
  summary,
  params,
  input,
  answers,
  problems,
  links,
}: CallFacts<Sent>): CallFacts<unknown> {
  return {
    operationId,
    method,
    path,
    summary,
    input,
    answers,
    ...(params ? { params } : {}),
    ...(problems ? { problems } : {}),
    ...(links ? { links } : {}),
  };
}
