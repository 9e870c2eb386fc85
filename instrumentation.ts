import type { Instrumentation } from "next";

/** Starts what happens by itself in each process of the app. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { markPeers } = await import("#lib/http/peer-address.ts");
  markPeers();
  const { dropRepeatedKeys } = await import("#lib/http/repeated-key.ts");
  dropRepeatedKeys();
  const { keepOrders } = await import("#lib/billing/keep-orders.ts");
  keepOrders();
  const { keepBooked } = await import("#lib/jobs/keep-booked.ts");
  keepBooked();
  const { keepRuns } = await import("#lib/jobs/keep-runs.ts");
  keepRuns();
  const { keepSchedules } = await import("#lib/jobs/keep-schedules.ts");
  keepSchedules();
}

/** Notes a page or an action that failed; Next itself says nothing of it here. */
export const onRequestError: Instrumentation.onRequestError = async (error, _request, { routePath, routeType }) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { log } = await import("#lib/observability/log.ts");
  log.error({ err: error, route: routePath, kind: routeType }, "A page failed");
};
