import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getNow, getTranslations } from "next-intl/server";
import { z } from "zod";
import { PlanBanner } from "#app/(account)/plan-banner.tsx";
import { canChange } from "#app/(account)/profile/billing/shown-billing.ts";
import { readShownPlan } from "#app/(account)/shown-plan.ts";
import { BuyingStopped } from "#components/billing/buying-stopped.tsx";
import { PageHeading } from "#components/layout/page-heading.tsx";
import { OwnPlan } from "#components/plans/own-plan.tsx";
import { PlanProblemNotice, planProblems } from "#components/plans/plan-notices.tsx";
import { PlansForm } from "#components/plans/plans-form.tsx";
import { OpenOrders } from "#components/store/open-orders.tsx";
import { SellerNote } from "#components/store/seller-note.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { readBuyingFreeze } from "#lib/billing/payments/buying-freeze.ts";
import { listChoices } from "#lib/billing/plans/list-choices.ts";
import { readUnpaidPlanOrder } from "#lib/billing/plans/plan-orders.ts";
import { listPlans } from "#lib/catalogue/list-plans.ts";
import { database } from "#lib/database.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { seller } from "../seller.ts";
import { cancelPlan, subscribe } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("plans"))("title") };
}

const query = z.object({
  plan: z.string().optional().catch(undefined),
  interval: z.enum(["month", "year"]).catch("month"),
  feature: z.string().max(100).optional().catch(undefined),
  problem: z.enum(planProblems).optional().catch(undefined),
});

export default async function PlansPage({ searchParams }: PageProps<"/profile/credits/store/plans">) {
  const person = await requirePerson();
  const { plan: named, interval, feature, problem } = query.parse(await searchParams);
  const [t, now, plans, plan, unpaid, stopped] = await Promise.all([
    getTranslations("plans"),
    getNow(),
    listPlans(database()),
    readShownPlan(person.accountId),
    readUnpaidPlanOrder(database(), person.userId),
    readBuyingFreeze(database(), person.userId),
  ]);
  const runs = plan !== null && plan.subscription.endedAt === null;
  const choices = canChange(plan) ? await listChoices(database(), plan) : [];
  return (
    <>
      <PlanBanner account={person.accountId} follow />
      <PageHeading title={t("title")}>{t("about")}</PageHeading>
      {stopped ? (
        <BuyingStopped {...stopped} contact={seller().supportEmail} leads now={now} />
      ) : problem ? (
        <PlanProblemNotice problem={problem} />
      ) : null}
      <OpenOrders
        orders={
          unpaid?.checkoutUrl
            ? [{ ...unpaid.price, id: unpaid.id, title: unpaid.price.name, url: unpaid.checkoutUrl }]
            : []
        }
        cancel={cancelPlan}
      />
      {runs ? (
        <OwnPlan plans={plans} plan={plan} choices={stopped === null ? choices : []} interval={interval} now={now} />
      ) : stopped ? null : plans.length === 0 ? (
        <Notice>{t("nothingSold")}</Notice>
      ) : (
        <PlansForm
          plans={plans}
          chosen={{ plan: (plans.find(({ slug }) => slug === named) ?? plans[0])?.slug, interval }}
          trial={plan === null}
          orderKey={randomUUID()}
          feature={feature}
          now={now}
          subscribe={subscribe}
        />
      )}
      <SellerNote seller={seller()} />
    </>
  );
}
