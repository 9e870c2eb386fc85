import { AsyncLocalStorage } from "node:async_hooks";

/** The kind of caller; nothing that identifies one. */
export type CallerKind = "none" | "web" | "desktop" | "mobile" | "service" | "stripe";

/** The context of the current request. */
export interface RequestContext {
  /** The id in every log line about it and in `X-Request-Id`. */
  id: string;
  caller: CallerKind;
  /** The path of its call, as the interface declares it; null for pages. */
  route: string | null;
}

const slot = Symbol.for("purse.request-context");
const store: typeof globalThis & { [slot]?: AsyncLocalStorage<RequestContext> } = globalThis;

/** Serves a request in a context of its own. */
export function inRequest<T>(context: RequestContext, run: () => T): T {
  return contexts().run(context, run);
}

/** The id of the current request; null outside a request. */
export function requestId(): string | null {
  return contexts().getStore()?.id ?? null;
}

/** Records the kind of caller of the current request. */
export function noteCaller(caller: CallerKind): void {
  const context = contexts().getStore();
  if (context !== undefined) context.caller = caller;
}

/** Records the call of the current request. */
export function noteRoute(route: string): void {
  const context = contexts().getStore();
  if (context !== undefined) context.route = route;
}

/** One per process: the server and the bundled app share it. */
function contexts(): AsyncLocalStorage<RequestContext> {
  store[slot] ??= new AsyncLocalStorage();
  return store[slot];
}
