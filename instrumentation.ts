import type { Instrumentation } from "next";

/** Starts what each process of the app does automatically. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { markPeers } = await import("#lib/api/http/peer-address.ts");
  markPeers();
  const { dropRepeatedKeys } = await import("#lib/api/http/repeated-key.ts");
  dropRepeatedKeys();
  const { jobs } = await import("#lib/jobs/registry.ts");
  const { startJobs } = await import("#lib/jobs/start-jobs.ts");
  startJobs(jobs);
}

/** Logs a page or an action that failed; Next itself logs nothing here. */
export const onRequestError: Instrumentation.onRequestError = async (error, _request, { routePath, routeType }) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { log } = await import("#lib/observability/log.ts");
  log.error({ err: error, route: routePath, kind: routeType }, "A page failed");
};
