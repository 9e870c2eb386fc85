import { answer } from "#lib/api/http/answer.ts";

/** `Context` is what Next passes to a handler besides the request: nothing, or the parts of the path. */
type Handler<Context extends unknown[]> = (request: Request, ...context: Context) => Promise<Response>;

/** What a path can do; `HEAD` and `OPTIONS` follow from it. */
interface Handlers<Context extends unknown[]> {
  GET?: Handler<Context>;
  POST?: Handler<Context>;
  DELETE?: Handler<Context>;
}

/** Everything that a route file exports. */
type Exports<Context extends unknown[]> = Record<
  "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS",
  Handler<Context>
>;

/** The methods of a path. Every other method is refused with a list of those that exist. */
export function methods<Context extends unknown[] = []>({ GET, POST, DELETE }: Handlers<Context>): Exports<Context> {
  const own = { GET, POST, DELETE };
  const named = (["GET", "POST", "DELETE"] as const).filter((method) => own[method] !== undefined);
  const allowed = allowHeader(named);
  const refuse: Handler<Context> = (request, ..._context) => refuseMethod(request.method, allowed);
  const tell: Handler<Context> = (_request, ..._context) =>
    answer(async () => new Response(null, { status: 204, headers: { Allow: allowed } }));
  return {
    GET: GET ?? refuse,
    HEAD: GET ?? refuse,
    POST: POST ?? refuse,
    PUT: refuse,
    PATCH: refuse,
    DELETE: DELETE ?? refuse,
    OPTIONS: tell,
  };
}

/** The `Allow` header of a path with these methods: HEAD comes with GET, and OPTIONS always. */
export function allowHeader(own: readonly string[]): string {
  return [...own.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])), "OPTIONS"].join(", ");
}

/** Refuses a method with a list of those that the path has. */
export function refuseMethod(method: string, allowed: string): Promise<Response> {
  const detail = `${method} is not allowed here; allowed: ${allowed}`;
  return answer(async () => ({ slug: "method-not-allowed", detail, headers: { Allow: allowed } }));
}
