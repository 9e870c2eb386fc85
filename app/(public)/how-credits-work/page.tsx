import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { PageFrame } from "#app/page-frame.tsx";
import { PageHeading } from "#components/layout/page-heading.tsx";
import { ExampleForm } from "#components/rules/example-form.tsx";
import { parseExample } from "#components/rules/example-query.ts";
import { RuleCard } from "#components/rules/rule-card.tsx";
import { buttonVariants } from "#components/ui/button-variants.ts";
import { maxHoldSeconds, returnedCreditsDays } from "#lib/credits/command.ts";
import { kinds } from "#lib/credits/kinds.ts";
import { daysAfterGrant, hoursAfterMonth } from "#lib/credits/plans/end-of-plan-batch.ts";
import { database } from "#lib/database.ts";
import { listPolicies } from "#lib/devices/list-policies.ts";
import { quoteMinutes } from "#lib/spending/quote.ts";
import { keptHours } from "#lib/spending/runs/run-limits.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("rules"))("title") };
}

export default async function RulesPage({ searchParams }: PageProps<"/how-credits-work">) {
  const example = parseExample(await searchParams);
  const [t, policies] = await Promise.all([getTranslations("rules"), listPolicies(database())]);
  return (
    <PageFrame>
      <PageHeading title={t("title")}>{t("about")}</PageHeading>
      <div className="grid items-start gap-3 lg:grid-cols-2 lg:gap-4">
        <RuleCard id="order" title={t("order.title")}>
          <p>{t("order.text")}</p>
          <ol className="grid list-decimal gap-1.5 ps-5">
            {kinds.map((kind) => (
              <li key={kind}>{t(`order.kinds.${kind}`)}</li>
            ))}
          </ol>
          <p>{t("order.within")}</p>
        </RuleCard>
        <RuleCard id="example" title={t("example.title")}>
          <p>{t("example.text")}</p>
          <ExampleForm key={JSON.stringify(example)} {...example} />
        </RuleCard>
        <RuleCard id="expiry" title={t("expiry.title")}>
          <p>{t("expiry.plan", { hours: hoursAfterMonth, days: daysAfterGrant })}</p>
          <p>{t("expiry.activity")}</p>
          <p>{t("expiry.purchased")}</p>
          <p>{t("expiry.returned", { days: returnedCreditsDays })}</p>
        </RuleCard>
        <RuleCard id="jobs" title={t("jobs.title")}>
          <p>{t("jobs.price", { minutes: quoteMinutes })}</p>
          <p>{t("jobs.hold", { hours: maxHoldSeconds / 3600 })}</p>
          <p>{t("jobs.failed")}</p>
          <p>{t("jobs.results", { hours: keptHours })}</p>
        </RuleCard>
        <RuleCard id="refunds" title={t("refunds.title")}>
          <p>{t("refunds.taken")}</p>
          <p>{t("refunds.debt")}</p>
          <p>{t("refunds.undone", { days: returnedCreditsDays })}</p>
        </RuleCard>
        <RuleCard id="platforms" title={t("platforms.title")}>
          <p>{t("platforms.text")}</p>
          <ul className="grid list-disc gap-1.5 ps-5">
            {policies.map(({ platform, access, minimumVersion, visibility, spends, buys }) => (
              <li key={platform}>
                {t("platforms.line", {
                  platform,
                  access,
                  visibility,
                  spends: spends ? "yes" : "no",
                  buys: buys ? "yes" : "no",
                })}{" "}
                {access === "full" && minimumVersion !== null
                  ? t("platforms.version", { version: minimumVersion })
                  : null}
              </li>
            ))}
          </ul>
        </RuleCard>
        <p className="flex flex-wrap gap-2">
          <Link href="/prices" className={buttonVariants({ variant: "outline" })}>
            {t("toPrices")}
          </Link>
        </p>
      </div>
    </PageFrame>
  );
}
