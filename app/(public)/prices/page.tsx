import type { Metadata } from "next";
import Link from "next/link";
import { getNow, getTranslations } from "next-intl/server";
import { PageFrame } from "#app/page-frame.tsx";
import { PageHeading } from "#components/layout/page-heading.tsx";
import { CampaignsList } from "#components/prices/campaigns-list.tsx";
import { FeaturesTable } from "#components/prices/features-table.tsx";
import { PacksTable } from "#components/prices/packs-table.tsx";
import { PlansTable } from "#components/prices/plans-table.tsx";
import { buttonVariants } from "#components/ui/button-variants.ts";
import { listOpenCampaigns } from "#lib/campaigns/list-campaigns.ts";
import { readFeatures } from "#lib/catalogue/features.ts";
import { listPlans } from "#lib/catalogue/list-plans.ts";
import { listPacks } from "#lib/catalogue/packs.ts";
import { database } from "#lib/database.ts";
import { listPlaces } from "#lib/devices/places.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("prices"))("title") };
}

export default async function PricesPage() {
  const db = database();
  const [t, now, features, places, packs, plans, campaigns] = await Promise.all([
    getTranslations("prices"),
    getNow(),
    readFeatures(db),
    listPlaces(db),
    listPacks(db),
    listPlans(db),
    listOpenCampaigns(db),
  ]);
  return (
    <PageFrame>
      <PageHeading title={t("title")}>{t("about")}</PageHeading>
      <div className="grid gap-3 lg:gap-4">
        <FeaturesTable features={features.map((feature) => ({ ...feature, places: places(feature.slug) }))} />
        <div className="grid items-start gap-3 lg:grid-cols-2 lg:gap-4">
          <PacksTable packs={packs} />
          <PlansTable plans={plans} />
        </div>
        <CampaignsList campaigns={campaigns} now={now} />
        <p className="flex flex-wrap gap-2">
          <Link href="/profile/credits/store" className={buttonVariants()}>
            {t("toStore")}
          </Link>
          <Link href="/how-credits-work" className={buttonVariants({ variant: "outline" })}>
            {t("toRules")}
          </Link>
        </p>
      </div>
    </PageFrame>
  );
}
