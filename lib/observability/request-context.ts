import { AsyncLocalStorage } from "node:async_hooks";

/** Who a caller turned out to be; nothing that tells one from another. */
export type CallerKind = "none" | "web" | "desktop" | "mobile" | "service" | "stripe";

/** What is known of the request that is being answered. */
export interface RequestContext {
  /** Stands in every line of the log about it and in `X-Request-Id`. */
  id: string;
  caller: CallerKind;
  /** The path of the call that answers it, as the interface declares it; null for pages. */
  route: string | null;
}

const slot = Symbol.for("purse.request-context");
const store: typeof globalThis & { [slot]?: AsyncLocalStorage<RequestContext> } = globalThis;

/** Answers a request in a context of its own. */
export function inRequest<T>(context: RequestContext, run: () => T): T {
  return contexts().run(context, run);
}

/** The id of the request that is being answered; null outside of one. */
export function requestId(): string | null {
  return contexts().getStore()?.id ?? null;
}

/** Notes who the caller of the request that is being answered turned out to be. */
export function noteCaller(caller: CallerKind): void {
  const context = contexts().getStore();
  if (context !== undefined) context.caller = caller;
}

/** Notes which call of the interface answers the request. */
export function noteRoute(route: string): void {
  const context = contexts().getStore();
  if (context !== undefined) context.route = route;
}

/** One per process: the server and what the bundler made of the app share it. */
function contexts(): AsyncLocalStorage<RequestContext> {
  store[slot] ??= new AsyncLocalStorage();
  return store[slot];
}
