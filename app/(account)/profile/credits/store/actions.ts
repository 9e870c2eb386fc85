"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { fullAddress } from "#app/full-address.ts";
import type { StoreProblem } from "#components/store/store-notices.tsx";
import { sentForm } from "#lib/api/http/sent-form.ts";
import { cancelOrder } from "#lib/billing/orders/orders.ts";
import { findReturnLink } from "#lib/billing/orders/place-to-return.ts";
import { startCheckout } from "#lib/billing/orders/start-checkout.ts";
import { StripeUnavailable } from "#lib/billing/stripe/client.ts";
import { database } from "#lib/database.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import { requirePagePerson } from "#lib/people/current-person.ts";
import { parseTool } from "#lib/tools/tool.ts";

const order = z.object({
  key: z.uuid(),
  offer: z.string().regex(/^[\w-]{1,60}:\d{1,10}:\d{1,12}$/),
  feature: z.string().max(100).optional(),
  return: z.string().max(500).optional(),
});

/** Places an order and redirects to its payment page, or back to the store with the reason why not. */
export async function buy(sent: unknown): Promise<void> {
  const form = sentForm(sent);
  const person = await requirePagePerson(form, "/profile/credits/store");
  const parsed = order.safeParse(Object.fromEntries(form));
  if (!parsed.success) redirect(storeUrl({ problem: "invalid" }));
  const { key, offer, feature, return: named } = parsed.data;
  const [pack = "", credits, amountCents] = offer.split(":");
  const shown = { credits: Number(credits), amountCents: Number(amountCents) };
  // One order per page and pack: a user who comes back and chooses another pack means another order.
  const asked = { method: "POST", path: "/api/v1/checkouts", body: { pack } };
  const tool = parseTool(feature ?? "");
  // A user who came from an app continues there, whatever the order was for.
  const app = named === undefined ? null : await findReturnLink(named);
  const outcome = await begin({
    userId: person.userId,
    request: requestKey("web", `${key} ${pack}`, asked),
    pack,
    shown,
    returnTo: app?.address ?? (tool ? `/tools/${tool}` : null),
  });
  if (outcome.status !== "started")
    redirect(storeUrl({ problem: problemOf(outcome), pack, feature, return: app?.address }));
  redirect(fullAddress(outcome.url));
}

const cancellation = z.object({ order: z.uuid() });

/** Cancels an unpaid order. */
export async function cancel(sent: unknown): Promise<void> {
  const form = sentForm(sent);
  const person = await requirePagePerson(form, "/profile/credits/store");
  const parsed = cancellation.safeParse(Object.fromEntries(form));
  if (!parsed.success) redirect(storeUrl({ problem: "invalid" }));
  const cancelled = await cancelOrder(database(), person.userId, parsed.data.order);
  if (cancelled === null) redirect("/profile/credits/store");
  redirect(`/profile/credits/store/orders/${cancelled.id}`);
}

async function begin(checkout: Parameters<typeof startCheckout>[1]) {
  try {
    return await startCheckout(database(), checkout);
  } catch (error) {
    if (error instanceof StripeUnavailable) return { status: "unavailable" } as const;
    throw error;
  }
}

type Refused = Exclude<Awaited<ReturnType<typeof begin>>, { status: "started" }>;

function problemOf({ status }: Refused): StoreProblem {
  return status === "idempotency-key-reused" ? "invalid" : status;
}

function storeUrl(query: {
  problem: StoreProblem;
  pack?: string;
  feature?: string | undefined;
  return?: string | undefined;
}) {
  const entries = Object.entries(query).filter((entry) => entry[1] !== undefined);
  return `/profile/credits/store?${new URLSearchParams(entries.map(([name, value]) => [name, String(value)]))}` as const;
}
