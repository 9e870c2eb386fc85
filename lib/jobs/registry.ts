import "server-only";
import { reconcileOrders } from "#lib/billing/orders/orders.ts";
import { catchUpEvents } from "#lib/billing/payments/catch-up-events.ts";
import { reconcilePlanOrders } from "#lib/billing/plans/reconcile-plan-order.ts";
import { reconcileSubscriptions } from "#lib/billing/plans/reconcile-subscriptions.ts";
import { reconcileLastDays } from "#lib/billing/reconciliation/reconcile.ts";
import { evaluateReferrals } from "#lib/campaigns/evaluate-referrals.ts";
import { grantPendingClaims } from "#lib/campaigns/grant-claims.ts";
import { database } from "#lib/database.ts";
import { addUsage } from "#lib/ledger/usage/add-usage.ts";
import { balanceHub, heartbeatEveryMs } from "#lib/live/balance-hub.ts";
import { keepListening } from "#lib/live/listener.ts";
import { reconcileRuns } from "#lib/spending/runs/reconcile-runs.ts";
import { cleanUp } from "./clean-up.ts";
import type { Job, ScheduledJob } from "./job.ts";
import { keepBooked } from "./keep-booked.ts";
import { keepSchedules } from "./keep-schedules.ts";

const scheduled: readonly ScheduledJob[] = [
  {
    name: "add-usage",
    does: "adds lines that are not in the totals of usage yet, of accounts with 200 or more of them",
    trigger: { cron: "* * * * *" },
    processes: "one",
    run: () => addUsage(database()),
  },
  {
    name: "clean-up",
    does: "deletes what has expired and is not history",
    trigger: { cron: "17 * * * *" },
    processes: "one",
    run: () => cleanUp(database()),
  },
  {
    name: "catch-up-events",
    does: "handles events of the last 3 days that Stripe could not deliver",
    trigger: { cron: "*/15 * * * *" },
    processes: "one",
    run: () => catchUpEvents(database(), { days: 3 }),
  },
  {
    name: "reconcile",
    does: "compares Stripe with our books for the last 3 days, and repairs",
    trigger: { cron: "41 * * * *" },
    processes: "one",
    run: () => reconcileLastDays(database(), { days: 3 }),
  },
  {
    name: "reconcile-month",
    does: "compares Stripe with our books for the last 30 days, and repairs",
    trigger: { cron: "23 3 * * *" },
    processes: "one",
    run: () => reconcileLastDays(database(), { days: 30 }),
  },
  {
    name: "evaluate-referrals",
    does: "gives credits for friends who qualified and for those who invited them, and tells both what came of it",
    trigger: { cron: "11 2 * * *" },
    processes: "one",
    run: () => evaluateReferrals(database()),
  },
];

/**
 * Everything that the app does automatically. Jobs of all processes are idempotent: two processes may do the same work,
 * and the second finds nothing to do. `start-jobs.ts` starts and stops them.
 *
 * What begins and ends with a request, a stream or a run is not a job, as it does not start with the process: the deadline of
 * a transaction, the timer to the next expiry of an account that is followed, and the extension of a run's hold while its
 * tool works. When that process dies, the extension must end with it: the hold lapses (`book-due`) and the run is ended
 * (`reconcile-runs`).
 */
export const jobs: readonly Job[] = [
  {
    name: "listen",
    does: "keeps the LISTEN connection that receives announced changes, and checks it every 5 s",
    trigger: "connection",
    processes: "all",
    start: keepListening,
  },
  {
    name: "schedules",
    does: "starts the scheduled jobs, retrying every 5 s, and checks the connection of pg-boss, which runs them",
    trigger: "connection",
    processes: "all",
    start: () => keepSchedules(scheduled),
  },
  {
    name: "book-due",
    does: "books expiries and lapses, and grants months of plans, at their instant",
    trigger: "instants",
    processes: "all",
    start: keepBooked,
  },
  {
    name: "balance-heartbeat",
    does: "sends open balance streams their heartbeat, a part at a time, and reviews who may still follow",
    trigger: { everyMs: heartbeatEveryMs },
    processes: "all",
    run: () => balanceHub().heartbeat(),
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
    name: "reconcile-plan-orders",
    does: "asks Stripe about orders of plans that wait",
    trigger: { everyMs: 60_000 },
    processes: "all",
    run: () => reconcilePlanOrders(database()),
  },
  {
    name: "reconcile-subscriptions",
    does: "reads subscriptions again, so that a renewal arrives without an event",
    trigger: { everyMs: 60_000 },
    processes: "all",
    run: () => reconcileSubscriptions(database()),
  },
  {
    name: "grant-claims",
    does: "grants claims from campaigns that are due and were not granted, such as after a crash",
    trigger: { everyMs: 30_000 },
    processes: "all",
    run: () => grantPendingClaims(database()),
  },
  ...scheduled,
];
