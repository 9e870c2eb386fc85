import "server-only";
import type { z } from "zod";
import type { Answer } from "#lib/api/http/answer.ts";
import type { Access, Caller } from "#lib/api/http/caller.ts";
import type { RequestKey } from "#lib/credits/transaction.ts";
import type { ServicePermission } from "#lib/people/service-key.ts";
import type { Input } from "./input.ts";
import type { Refused } from "./problem-shapes.ts";

/** The methods of the interface. HEAD and OPTIONS follow from them. */
export type Method = "GET" | "POST" | "DELETE";

/** The parts of a path in braces, by name. */
export type Params = Readonly<Record<string, string | undefined>>;

/** What every call declares. Its route and its entry in the OpenAPI document are made from it. */
export interface CallFacts<Sent> {
  /** The name of the operation in the OpenAPI document. */
  operationId: string;
  method: Method;
  /** The path with its parameters in braces, as in the OpenAPI document. */
  path: `/api/v1/${string}`;
  summary: string;
  /** The schema of the parameters in the path. */
  params?: z.ZodObject;
  /** The query or body. */
  input: Input<Sent>;
  /** Bodies of successful responses by status; null for an empty body. */
  answers: Readonly<Record<`2${number}`, z.ZodType | AnswerContent | null>>;
  /** Problems beyond those that every call with these callers and this input can return. */
  problems?: readonly Refused[];
  /** The calls that follow up on the response, by operationId, with what their path takes from it. */
  links?: Readonly<Record<string, Readonly<Record<string, `$response.body#/${string}`>>>>;
}

/** A response that is not JSON. */
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
  /** Also serves callers whose platform or version cannot use credits: such calls send them to the web. */
  servesDenied?: true;
  /** The feature that an input uses; some platforms may not run it. */
  featureOf?: (input: Sent) => string;
  /** The page where a user does this on the web, with the request's values filled in. */
  pageFor?: (input: Sent) => string;
}

/** A read, or a call without an Idempotency-Key, about the caller's account. */
export interface PlainDeclaration<Sent> extends AccountFacts<Sent> {
  keyed?: never;
  /** The response to a request during an outage, for clients that 503 would mislead; null for 503. */
  duringOutage?: (request: Request) => Response | null;
  handle: (call: AccountRequest<Sent>) => Promise<Answer>;
}

/** A write with an Idempotency-Key about the caller's account. */
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
