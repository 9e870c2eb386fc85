"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { fullAddress } from "#app/full-address.ts";
import type { BillingDone, BillingProblem } from "#components/billing/billing-notices.tsx";
import { sentForm } from "#lib/api/http/sent-form.ts";
import { changePlan } from "#lib/billing/plans/change-plan.ts";
import { openPortal } from "#lib/billing/plans/open-portal.ts";
import { resumePlan } from "#lib/billing/plans/resume-plan.ts";
import { StripeUnavailable } from "#lib/billing/stripe/client.ts";
import type { PortalFlow } from "#lib/billing/stripe/portal-sessions.ts";
import { database } from "#lib/database.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import { requirePagePerson } from "#lib/people/current-person.ts";

const subscription = z.string().regex(/^sub_\w{1,200}$/);
const target = z.union([
  z.object({ to: z.enum(["home", "payment-method"]) }),
  z.object({ to: z.literal("cancel"), subscription }),
]);

/** Leads to Stripe's customer portal, and from there back to the billing page. */
export async function visitPortal(sent: unknown): Promise<void> {
  const form = sentForm(sent);
  const { userId } = await requirePagePerson(form, "/profile/billing");
  const parsed = target.safeParse(Object.fromEntries(form));
  if (!parsed.success) redirect(billingUrl({ problem: "invalid" }));
  const { data } = parsed;
  const flow: PortalFlow =
    data.to === "cancel" ? { type: "cancel", subscription: data.subscription } : { type: data.to };
  const opened = await withStripe(() => openPortal(database(), { userId, flow }));
  if (opened.status !== "opened") redirect(billingUrl({ problem: opened.status }));
  redirect(fullAddress(opened.url));
}

/** Lets a cancelled plan renew again. */
export async function resume(sent: unknown): Promise<void> {
  const form = sentForm(sent);
  const { userId } = await requirePagePerson(form, "/profile/billing");
  const parsed = z.object({ subscription }).safeParse(Object.fromEntries(form));
  if (!parsed.success) redirect(billingUrl({ problem: "invalid" }));
  const own = { userId, subscription: parsed.data.subscription };
  const resumed = await withStripe(() => resumePlan(database(), own));
  redirect(billingUrl(resumed.status === "resumed" ? { done: "resumed" } : { problem: resumed.status }));
}

const confirmed = z.object({
  key: z.uuid(),
  subscription,
  plan: z.string().regex(/^[\w-]{1,60}$/),
  interval: z.enum(["month", "year"]),
  way: z.enum(["today", "renewal", "restore", "schedule", "keep"]),
  due: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
});

const doneBy = {
  today: "changed",
  renewal: "scheduled",
  restore: "kept",
  schedule: "scheduled",
  keep: "kept",
} as const;

/** Changes the plan as the preview said; when that has changed meanwhile, the preview is shown again. */
export async function confirmChange(sent: unknown): Promise<void> {
  const form = sentForm(sent);
  const { userId } = await requirePagePerson(form, "/profile/billing");
  const parsed = confirmed.safeParse(Object.fromEntries(form));
  if (!parsed.success) redirect(billingUrl({ problem: "invalid" }));
  const { key, way, due, ...chosen } = parsed.data;
  const request = requestKey("web", key, { method: "POST", path: "/profile/billing/change", body: chosen });
  const change = { userId, request, ...chosen, shown: { way, dueCents: due } };
  const { status } = await withStripe(() => changePlan(database(), change));
  if (status === "changed") redirect(billingUrl({ done: doneBy[way] }));
  if (status === "idempotency-key-reused") redirect(billingUrl({ problem: "invalid" }));
  if (status !== "preview-changed") redirect(billingUrl({ problem: status }));
  const { plan, interval } = chosen;
  redirect(`/profile/billing/change?${new URLSearchParams({ plan, interval, problem: status })}`);
}

async function withStripe<Outcome>(run: () => Promise<Outcome>): Promise<Outcome | { status: "unavailable" }> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof StripeUnavailable) return { status: "unavailable" };
    throw error;
  }
}

function billingUrl(query: { done: BillingDone } | { problem: BillingProblem }) {
  return `/profile/billing?${new URLSearchParams(query)}` as const;
}
