import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getLocale, getNow, getTimeZone, getTranslations } from "next-intl/server";
import { rereadPage } from "#app/(account)/reread-page.ts";
import { readShownBalance } from "#app/(account)/shown-balance.ts";
import { ReturnNote } from "#components/billing/return-note.tsx";
import { viewOf, viewOfReturn } from "#components/store/order-view.ts";
import { PackOrder } from "#components/store/pack-order.tsx";
import { WatchOrder } from "#components/store/watch-order.tsx";
import { isFinal, readOrder } from "#lib/billing/orders/orders.ts";
import { readReturnOfOrder } from "#lib/billing/payments/list-returns.ts";
import { database } from "#lib/database.ts";
import { formatTime } from "#lib/format/dates.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { OrderActions } from "./order-actions.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("order"))("pageTitle") };
}

type Props = PageProps<"/profile/credits/store/orders/[order]">;

export default async function OrderPage({ params, searchParams }: Props) {
  const { order: id } = await params;
  const person = await requirePerson(`/profile/credits/store/orders/${encodeURIComponent(id)}`);
  const order = await readOrder(database(), person.userId, id);
  if (order === null) notFound();
  const shown = await readShownBalance(person.accountId);
  // The header read its balance before these credits arrived: read everything again, after them.
  if (shown !== null && shown.version < (order.grantVersion ?? 0))
    redirect(`/profile/credits/store/orders/${order.id}`);
  const back = (await searchParams).back !== undefined;
  const [now, returned] = await Promise.all([getNow(), readReturnOfOrder(database(), person.userId, order.id)]);
  const view = viewOfReturn(returned) ?? viewOf(order, { back, now });
  const reader = { locale: await getLocale(), timeZone: await getTimeZone() };
  const openUntil = order.checkoutExpiresAt ? formatTime(order.checkoutExpiresAt, reader) : null;
  return (
    <>
      {isFinal(order) ? null : (
        <>
          <WatchOrder id={order.id} status={order.status} rereadPage={rereadPage} />
          <noscript>
            <meta httpEquiv="refresh" content="4" />
          </noscript>
        </>
      )}
      <PackOrder
        view={view}
        order={order}
        openUntil={openUntil}
        returned={returned && <ReturnNote returned={returned} now={now} />}
        actions={<OrderActions view={view} order={order} />}
      />
    </>
  );
}
