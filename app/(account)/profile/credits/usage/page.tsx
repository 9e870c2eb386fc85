import type { Metadata } from "next";
import { getTimeZone, getTranslations } from "next-intl/server";
import { FollowBalance } from "#app/(account)/follow-balance.tsx";
import { PlanBanner } from "#app/(account)/plan-banner.tsx";
import { PageHeading } from "#components/layout/page-heading.tsx";
import { Card, CardContent, CardHeader, CardTitle } from "#components/ui/card.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { ForecastWords } from "#components/usage/forecast-words.tsx";
import { UsageForm } from "#components/usage/usage-form.tsx";
import { daysOf, parseUsageQuery, type ShownDays, usageAddress } from "#components/usage/usage-query.ts";
import { UsageView } from "#components/usage/usage-view.tsx";
import { readFeatureNames } from "#lib/catalogue/features.ts";
import { database } from "#lib/database.ts";
import { dayOf } from "#lib/format/calendar.ts";
import { readUsage } from "#lib/ledger/usage/read-usage.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { readShownForecast } from "../shown-forecast.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("usage"))("title") };
}

export default async function UsagePage({ searchParams }: PageProps<"/profile/credits/usage">) {
  const query = parseUsageQuery(await searchParams);
  const person = await requirePerson(`/profile/credits/usage?${usageAddress(query)}`);
  const t = await getTranslations("usage");
  const timeZone = await getTimeZone();
  const [shown, features] = await Promise.all([
    readShownForecast(person.accountId, timeZone),
    readFeatureNames(database()),
  ]);
  const { balance, batches, now, forecast, plan, periodStart } = shown;
  const days = daysOf(query, {
    today: dayOf(now, timeZone),
    periodStart: periodStart === null ? null : dayOf(periodStart, timeZone),
  });
  return (
    <>
      <FollowBalance version={balance.version} available={balance.available} />
      <PlanBanner account={person.accountId} />
      <PageHeading title={t("title")}>{t("about")}</PageHeading>
      <div className="grid gap-3 lg:gap-4">
        <Card aria-labelledby="forecast">
          <CardHeader>
            <CardTitle id="forecast">{t("forecast.title")}</CardTitle>
          </CardHeader>
          <CardContent>
            <ForecastWords forecast={forecast} batches={batches} plan={plan?.nextCredits != null} now={now} />
          </CardContent>
        </Card>
        <UsageForm key={usageAddress(query)} query={query} />
        {typeof days === "string" ? (
          <Notice variant="error" role="alert">
            {t(`fault.${days}`)}
          </Notice>
        ) : (
          <UsageView
            {...(await readShown(person.accountId, days, { group: query.group, timeZone }))}
            days={days}
            group={query.group}
            features={features}
            now={now}
          />
        )}
      </div>
    </>
  );
}

async function readShown(
  account: string,
  { from, to, unit, before }: ShownDays,
  { group, timeZone }: { group: "feature" | "kind" | "platform"; timeZone: string },
) {
  const [parts, earlier] = await Promise.all([
    readUsage(database(), account, { from, to, unit, group, timeZone }),
    readUsage(database(), account, { ...before, unit: "month", group: "kind", timeZone }),
  ]);
  return { parts, before: earlier.reduce((sum, { used }) => sum + used, 0) };
}
