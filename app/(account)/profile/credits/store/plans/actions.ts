"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { fullAddress } from "#app/full-address.ts";
import type { PlanProblem } from "#components/plans/plan-notices.tsx";
import { parsePlanValue } from "#components/plans/plan-offer.ts";
import { sentForm } from "#lib/api/http/sent-form.ts";
import { findReturnLink } from "#lib/billing/orders/place-to-return.ts";
import { cancelPlanOrder } from "#lib/billing/plans/plan-orders.ts";
import { startSubscriptionCheckout } from "#lib/billing/plans/start-subscription-checkout.ts";
import { StripeUnavailable } from "#lib/billing/stripe/client.ts";
import { database } from "#lib/database.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import { requirePagePerson } from "#lib/people/current-person.ts";
import { parseTool } from "#lib/tools/tool.ts";

const page = "/profile/credits/store/plans";

const choice = z.object({
  key: z.uuid(),
  plan: z.string().max(200),
  interval: z.enum(["month", "year"]),
  feature: z.string().max(100).optional(),
  return: z.string().max(500).optional(),
});

/** Places the order of a plan and redirects to its payment page, or back to the plans with the reason why not. */
export async function subscribe(sent: unknown): Promise<void> {
  const form = sentForm(sent);
  const person = await requirePagePerson(form, page);
  const parsed = choice.safeParse(Object.fromEntries(form));
  const offer = parsed.success ? parsePlanValue(parsed.data.plan, parsed.data.interval) : null;
  if (!parsed.success || offer === null) redirect(plansUrl({ problem: "invalid" }));
  const { key, feature, return: named } = parsed.data;
  const { plan, interval, currency, ...shown } = offer;
  // One order per page and price: a user who comes back and chooses another plan means another order.
  const body = { plan, interval, currency };
  const tool = parseTool(feature ?? "");
  const app = named === undefined ? null : await findReturnLink(named);
  const outcome = await orUnavailable(() =>
    startSubscriptionCheckout(database(), {
      userId: person.userId,
      request: requestKey("web", `${key} ${plan} ${interval} ${currency}`, { method: "POST", path: page, body }),
      ...body,
      shown: { amountCents: shown.amountCents, creditsPerMonth: shown.creditsPerMonth },
      returnTo: app?.address ?? (tool ? `/tools/${tool}` : null),
    }),
  );
  if (outcome.status === "started") redirect(fullAddress(outcome.url));
  if (outcome.status === "order-closed") redirect(`${page}/orders/${outcome.order.id}`);
  const problem = outcome.status === "idempotency-key-reused" ? "invalid" : outcome.status;
  redirect(plansUrl({ problem, plan, interval, feature, return: app?.address }));
}

const cancellation = z.object({ order: z.uuid() });

/** Cancels the unpaid order of a plan. */
export async function cancelPlan(sent: unknown): Promise<void> {
  const form = sentForm(sent);
  const person = await requirePagePerson(form, page);
  const parsed = cancellation.safeParse(Object.fromEntries(form));
  if (!parsed.success) redirect(plansUrl({ problem: "invalid" }));
  const cancelled = await orUnavailable(async () => ({
    status: "done" as const,
    order: await cancelPlanOrder(database(), person.userId, parsed.data.order),
  }));
  if (cancelled.status === "unavailable") redirect(plansUrl({ problem: "unavailable" }));
  if (cancelled.order === null) redirect(page);
  redirect(`${page}/orders/${cancelled.order.id}`);
}

async function orUnavailable<Outcome>(run: () => Promise<Outcome>): Promise<Outcome | { status: "unavailable" }> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof StripeUnavailable) return { status: "unavailable" };
    throw error;
  }
}

interface PlansQuery {
  problem: PlanProblem;
  plan?: string;
  interval?: string;
  feature?: string | undefined;
  return?: string | undefined;
}

function plansUrl(query: PlansQuery) {
  const entries = Object.entries(query).filter((entry) => entry[1] !== undefined);
  return `${page}?${new URLSearchParams(entries.map(([name, value]) => [name, String(value)]))}` as const;
}
