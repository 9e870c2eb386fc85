import "server-only";
import { reconcileOrders } from "#lib/billing/orders/orders.ts";
import { reconcileSubscriptions } from "#lib/billing/plans/reconcile-subscriptions.ts";
import { database } from "#lib/database.ts";
import { reconcileRuns } from "#lib/spending/runs/reconcile-runs.ts";
import { cleanUp } from "./clean-up.ts";
import type { Job } from "./job.ts";
import { keepBooked } from "./keep-booked.ts";

/**
 * Everything that the app does automatically. Jobs of all processes are idempotent: two processes may do the same work,
 * and the second finds nothing to do. `start-jobs.ts` starts and stops them.
 */
export const jobs: readonly Job[] = [
  {
    name: "book-due",
    does: "books expiries and lapses, and grants months of plans, at their instant",
    trigger: "instants",
    processes: "all",
    start: keepBooked,
  },
  {
    name: "reconcile-runs",
    does: "ends runs whose process is gone, and brings each to the state of its hold",
    trigger: { everyMs: 30_000 },
    processes: "all",
    run: () => reconcileRuns(database()),
  },
  {
    name: "reconcile-orders",
    does: "asks Stripe about orders that wait, so that a payment arrives without an event and without its buyer",
    trigger: { everyMs: 60_000 },
    processes: "all",
    run: () => reconcileOrders(database()),
  },
  {
    name: "reconcile-subscriptions",
    does: "reads subscriptions again, so that a renewal arrives without an event",
    trigger: { everyMs: 60_000 },
    processes: "all",
    run: () => reconcileSubscriptions(database()),
  },
  {
    name: "clean-up",
    does: "deletes what has expired and is not history",
    trigger: { cron: "17 * * * *" },
    processes: "one",
    run: () => cleanUp(database()),
  },
];
