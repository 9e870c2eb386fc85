import type { Metadata } from "next";
import { getNow, getTranslations } from "next-intl/server";
import { z } from "zod";
import { FollowBalance } from "#app/(account)/follow-balance.tsx";
import { readShownBalance } from "#app/(account)/shown-balance.ts";
import {
  BillingProblemNotice,
  billingDone,
  billingProblems,
  DoneNotice,
} from "#components/billing/billing-notices.tsx";
import { BuyingStopped } from "#components/billing/buying-stopped.tsx";
import { ChoicesCard } from "#components/billing/choices-card.tsx";
import { InvoicesCard } from "#components/billing/invoices-card.tsx";
import { PlanActions } from "#components/billing/plan-actions.tsx";
import { PlanCard } from "#components/billing/plan-card.tsx";
import { PurchasesCard } from "#components/billing/purchases-card.tsx";
import { PageHeading } from "#components/layout/page-heading.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { listPaidOrders } from "#lib/billing/orders/orders.ts";
import { readBuyingFreeze } from "#lib/billing/payments/buying-freeze.ts";
import { listReturns } from "#lib/billing/payments/list-returns.ts";
import { listChoices } from "#lib/billing/plans/list-choices.ts";
import { readBilling } from "#lib/billing/plans/read-billing.ts";
import { settings } from "#lib/config/settings.ts";
import { database } from "#lib/database.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { resume, visitPortal } from "./actions.ts";
import { canChange, shownBilling } from "./shown-billing.ts";
import { WaitingPayment } from "./waiting-payment.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("billing"))("title") };
}

const query = z.object({
  done: z.enum(billingDone).optional().catch(undefined),
  problem: z.enum(billingProblems).optional().catch(undefined),
});
const mostPurchases = 50;

export default async function BillingPage({ searchParams }: PageProps<"/profile/billing">) {
  const person = await requirePerson();
  const { done, problem } = query.parse(await searchParams);
  const [t, now] = [await getTranslations("billing"), await getNow()];
  const billing = await readBilling(database(), person.userId);
  const { plan, atStripe } = billing;
  const shown = shownBilling(billing);
  const [balance, choices, purchases, returns, stopped] = await Promise.all([
    readShownBalance(person.accountId),
    plan === null ? [] : listChoices(database(), plan),
    listPaidOrders(database(), person.userId, mostPurchases),
    listReturns(database(), person.userId),
    readBuyingFreeze(database(), person.userId),
  ]);
  const ofOrder = new Map(returns.map((one) => [one.orderId, one]));
  const ofInvoice = new Map(returns.map((one) => [one.invoiceId, one]));
  return (
    <>
      {balance === null ? null : <FollowBalance version={balance.version} available={balance.available} />}
      <PageHeading title={t("title")}>{t("about")}</PageHeading>
      <div className="grid gap-4">
        {done ? <DoneNotice done={done} /> : null}
        {/* A change that waits for its payment says itself that the card was declined. */}
        {problem && !(problem === "declined" && atStripe?.pending) ? <BillingProblemNotice problem={problem} /> : null}
        {atStripe === null ? <Notice role="status">{t("unavailable")}</Notice> : null}
        {stopped ? <BuyingStopped {...stopped} contact={settings().supportEmail} leads={false} now={now} /> : null}
        <WaitingPayment billing={billing} now={now} />
        <PlanCard
          billing={shown}
          now={now}
          actions={
            plan === null ? null : (
              <PlanActions
                subscription={plan.subscription.id}
                isEnding={shown.plan?.isEnding ?? false}
                hasEnded={plan.subscription.endedAt !== null}
                openPortal={visitPortal}
                resume={resume}
              />
            )
          }
        />
        {canChange(plan) && !stopped ? <ChoicesCard choices={choices} /> : null}
        <div className="grid items-start gap-4 xl:grid-cols-2">
          {atStripe === null ? null : (
            <InvoicesCard
              invoices={atStripe.invoices.map((one) => ({ ...one, returned: ofInvoice.get(one.id) ?? null }))}
              now={now}
            />
          )}
          <PurchasesCard
            purchases={purchases.map((one) => ({ ...one, returned: ofOrder.get(one.id) ?? null }))}
            now={now}
          />
        </div>
      </div>
    </>
  );
}
