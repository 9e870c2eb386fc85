import "server-only";
import type { z } from "zod";
import type { Answer } from "#lib/api/http/answer.ts";
import type { Access, Caller } from "#lib/api/http/caller.ts";
import type { RequestKey } from "#lib/credits/transaction.ts";
import type { ServicePermission } from "#lib/people/service-key.ts";
import type { Input } from "./input.ts";
import type { Refused } from "./problem-shapes.ts";
import { serveAccountCall, serveServiceCall } from "./serve-call.ts";

/** The methods of the interface. HEAD and OPTIONS follow from them. */
export type Method = "GET" | "POST" | "DELETE";

/** The parts of a path in braces, by name. */
export type Params = Readonly<Record<string, string | undefined>>;

/** What every call declares, and what its route and its entry in the OpenAPI document are made from. */
export interface CallFacts<Sent> {
  /** The name of the operation in the OpenAPI document. */
  operationId: string;
  method: Method;
  /** With its parameters in braces, as the OpenAPI document has it. */
  path: `/api/v1/${string}`;
  summary: string;
  /** What each parameter in the path is. */
  params?: z.ZodObject;
  /** The query or body that it takes. */
  input: Input<Sent>;
  /** Bodies of its successful answers by status; null where there is none. */
  answers: Readonly<Record<`2${number}`, z.ZodType | AnswerContent | null>>;
  /** Problems beyond those that every call with these callers and this input can answer. */
  problems?: readonly Refused[];
  /** The calls that continue from its answer, by operationId, with what their path takes from it. */
  links?: Readonly<Record<string, Readonly<Record<string, `$response.body#/${string}`>>>>;
}

/** An answer that is not JSON. */
export interface AnswerContent {
  description: string;
  contentTypes: readonly string[];
  schema: z.ZodType;
  headers?: z.ZodRawShape;
}

/** A request to an account's call, once caller, key and input are established. */
export interface AccountRequest<Sent> {
  caller: Caller;
  input: Sent;
  params: Params;
  request: Request;
}

interface AccountFacts<Sent> extends CallFacts<Sent> {
  callers: Access;
  /** Answers a caller whose platform or version may not use credits: for calls that lead such callers on. */
  servesDenied?: true;
  /** The feature that an input uses: it may run on some platforms only. */
  featureOf?: (input: Sent) => string;
  /** The page where a person does this on the web, with what was sent filled in. */
  pageFor?: (input: Sent) => string;
}

/** A reading call, or one without an Idempotency-Key, about the caller's account. */
export interface PlainDeclaration<Sent> extends AccountFacts<Sent> {
  keyed?: never;
  handle: (call: AccountRequest<Sent>) => Promise<Answer>;
}

/** A writing call with an Idempotency-Key about the caller's account. */
export interface KeyedDeclaration<Sent> extends AccountFacts<Sent> {
  keyed: true;
  handle: (call: AccountRequest<Sent> & { asked: RequestKey }) => Promise<Answer>;
}

/** A call of product back ends that is not about one account. */
export interface ServiceDeclaration<Sent> extends CallFacts<Sent> {
  permission: ServicePermission;
  handle: (call: { key: ServiceCaller; input: Sent; params: Params; request: Request }) => Promise<Answer>;
}

/** The service key of a call that is not about one account. */
export interface ServiceCaller {
  name: string;
  client: string;
}

/** Who may make a call, for the OpenAPI document and for the test that tries every caller. */
export type CallCallers = { account: true; access: Access } | { account: false; permission: ServicePermission };

/** A call of the interface, declared once: the route, the OpenAPI document and the tests follow from it. */
export interface Call extends CallFacts<unknown> {
  callers: CallCallers;
  keyed: boolean;
  serve: (request: Request, params: Params) => Promise<Response>;
}

/** A call about the caller's account: of a person, a device, or a product back end that names the account. */
export function accountCall<Sent>(declared: PlainDeclaration<Sent> | KeyedDeclaration<Sent>): Call {
  return {
    ...factsOf(declared),
    callers: { account: true, access: declared.callers },
    keyed: declared.keyed ?? false,
    serve: (request, params) => serveAccountCall(declared, request, params),
  };
}

/** A call of a product back end about any account, several, or none yet. */
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
