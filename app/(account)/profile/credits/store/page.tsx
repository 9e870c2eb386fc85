import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getNow, getTranslations } from "next-intl/server";
import { z } from "zod";
import { PlanBanner } from "#app/(account)/plan-banner.tsx";
import { readShownPlan } from "#app/(account)/shown-plan.ts";
import { BuyingStopped } from "#components/billing/buying-stopped.tsx";
import { StorePlans } from "#components/plans/store-plans.tsx";
import { OpenOrders, type UnpaidOrder } from "#components/store/open-orders.tsx";
import { SellerNote } from "#components/store/seller-note.tsx";
import { StoreForm } from "#components/store/store-form.tsx";
import { ProblemNotice, ShortfallNotice, storeProblems } from "#components/store/store-notices.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { listOpenOrders, type Order } from "#lib/billing/orders/orders.ts";
import { readShortfall } from "#lib/billing/orders/read-shortfall.ts";
import { readBuyingFreeze } from "#lib/billing/payments/buying-freeze.ts";
import { readFeature } from "#lib/catalogue/features.ts";
import { listPlans } from "#lib/catalogue/list-plans.ts";
import { listPacks, smallestPackFor } from "#lib/catalogue/packs.ts";
import { database } from "#lib/database.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { parseTool } from "#lib/tools/tool.ts";
import { buy, cancel } from "./actions.ts";
import { seller } from "./seller.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("store"))("title") };
}

const query = z.object({
  pack: z.string().optional().catch(undefined),
  feature: z.string().max(100).optional().catch(undefined),
  units: z.coerce.number().int().min(1).max(1_000_000).catch(1),
  need: z.coerce.number().int().min(1).max(1_000_000_000).optional().catch(undefined),
  problem: z.enum(storeProblems).optional().catch(undefined),
});

export default async function StorePage({ searchParams }: PageProps<"/profile/credits/store">) {
  const person = await requirePerson();
  const { pack, feature, units, need, problem } = query.parse(await searchParams);
  const [t, packs, open, shortfall, image, plans, plan, stopped] = await Promise.all([
    getTranslations("store"),
    listPacks(database()),
    listOpenOrders(database(), person.userId),
    readShortfall(database(), person.accountId, { feature, units, need }),
    readFeature(database(), "ai-image"),
    listPlans(database()),
    readShownPlan(person.accountId),
    readBuyingFreeze(database(), person.userId),
  ]);
  const runs = plan !== null && plan.subscription.endedAt === null;
  const covering = shortfall ? smallestPackFor(packs, shortfall.toBuy) : undefined;
  const covers = covering && shortfall && covering.credits >= shortfall.toBuy ? covering.slug : undefined;
  const named = packs.find(({ slug }) => slug === pack)?.slug;
  const lasting = packs.every(({ validDays }) => validDays === null);
  return (
    <>
      <PlanBanner account={person.accountId} follow />
      <div className="mb-4 lg:mb-5">
        <h1 className="font-bold text-xl">{t("title")}</h1>
        <p className="mt-0.5 text-ink-2">{t(lasting ? "aboutLasting" : "about")}</p>
      </div>
      {stopped ? (
        <BuyingStopped {...stopped} contact={seller().supportEmail} leads now={await getNow()} />
      ) : problem ? (
        <ProblemNotice problem={problem} />
      ) : null}
      {shortfall ? (
        <ShortfallNotice
          shortfall={shortfall.credits}
          debt={shortfall.toBuy - shortfall.credits}
          feature={shortfall.feature}
          covered={covers !== undefined}
          back={parseTool(feature ?? "") !== null}
        />
      ) : null}
      <OpenOrders
        orders={open.flatMap((order) => unpaid(order, t("packTitle", { credits: order.credits })))}
        cancel={cancel}
      />
      {stopped ? null : packs.length === 0 ? (
        <Notice>{t("nothingSold")}</Notice>
      ) : (
        <StoreForm
          offers={packs}
          chosen={named ?? covering?.slug ?? packs[0]?.slug}
          covers={covers}
          orderKey={randomUUID()}
          feature={feature}
          imageCost={image?.costPerUnit ?? null}
          buy={buy}
        />
      )}
      {/* On phones the summary of the packs stays on top of what is below. */}
      <div className="pb-26 low:pb-0 lg:pb-0">
        {stopped ? null : (
          <StorePlans plans={plans} own={runs ? (plan.price?.plan ?? null) : null} runs={runs} trial={plan === null} />
        )}
        <SellerNote seller={seller()} />
      </div>
    </>
  );
}

function unpaid({ id, amountCents, currency, checkoutUrl }: Order, title: string): UnpaidOrder[] {
  return checkoutUrl === null ? [] : [{ id, title, amountCents, currency, url: checkoutUrl }];
}
