import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getLocale, getNow, getTimeZone, getTranslations } from "next-intl/server";
import { FollowBalance } from "#app/(account)/follow-balance.tsx";
import { rereadPage } from "#app/(account)/reread-page.ts";
import { readShownBalance } from "#app/(account)/shown-balance.ts";
import { PlanOrder } from "#components/plans/plan-order.tsx";
import { viewOf } from "#components/store/order-view.ts";
import { WatchOrder } from "#components/store/watch-order.tsx";
import { readBegunPlan, readPlanOrder } from "#lib/billing/plans/plan-orders.ts";
import { database } from "#lib/database.ts";
import { formatTime } from "#lib/format/dates.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { PlanOrderActions } from "./plan-order-actions.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("planOrder"))("pageTitle") };
}

type Props = PageProps<"/profile/credits/store/plans/orders/[order]">;

export default async function PlanOrderPage({ params, searchParams }: Props) {
  const { order: id } = await params;
  const page = `/profile/credits/store/plans/orders/${encodeURIComponent(id)}` as const;
  const person = await requirePerson(page);
  const order = await readPlanOrder(database(), person.userId, id);
  if (order === null) notFound();
  const [begun, shown, balance] = await Promise.all([
    readBegunPlan(database(), order),
    readShownBalance(person.accountId),
    readBalance(database(), person.accountId),
  ]);
  // The header read its balance before these credits arrived: read everything again, after them.
  if (shown !== null && balance !== null && shown.version < balance.version) redirect(page);
  const now = await getNow();
  const back = (await searchParams).back !== undefined;
  const view = viewOf(order, { back, now });
  const reader = { locale: await getLocale(), timeZone: await getTimeZone() };
  const openUntil = order.checkoutExpiresAt ? formatTime(order.checkoutExpiresAt, reader) : null;
  const isWaiting = order.status === "open" || order.status === "processing";
  return (
    <>
      {balance ? <FollowBalance version={balance.version} available={balance.available} /> : null}
      {isWaiting ? (
        <>
          <WatchOrder id={order.id} status={order.status} rereadPage={rereadPage} />
          <noscript>
            <meta httpEquiv="refresh" content="4" />
          </noscript>
        </>
      ) : null}
      <PlanOrder
        view={view}
        price={order.price}
        begun={begun}
        now={now}
        openUntil={openUntil}
        actions={<PlanOrderActions view={view} order={order} />}
      />
    </>
  );
}
