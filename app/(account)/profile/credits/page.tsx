import type { Metadata } from "next";
import Link from "next/link";
import { getTimeZone, getTranslations } from "next-intl/server";
import { z } from "zod";
import { FollowBalance } from "#app/(account)/follow-balance.tsx";
import { PlanBanner } from "#app/(account)/plan-banner.tsx";
import { NextToExpire } from "#components/balance/next-to-expire.tsx";
import { NoCreditsYet } from "#components/balance/no-credits-yet.tsx";
import { PhoneTiles } from "#components/balance/phone-tiles.tsx";
import { TotalCard } from "#components/balance/total-card.tsx";
import { BatchesTable } from "#components/batches/batches-table.tsx";
import { PageHeading } from "#components/layout/page-heading.tsx";
import { buttonVariants } from "#components/ui/button-variants.ts";
import { ForecastWords } from "#components/usage/forecast-words.tsx";
import { database } from "#lib/database.ts";
import { readEndedBatches } from "#lib/ledger/read/batches.ts";
import { readDebts } from "#lib/ledger/read/debts.ts";
import { countRunning } from "#lib/ledger/read/holds.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { Latest } from "./latest.tsx";
import { readShownForecast } from "./shown-forecast.ts";
import { Usage } from "./usage.tsx";

const latestLines = 8;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("credits"))("title") };
}

const shownBatches = z.enum(["active", "used-up", "expired"]).catch("active");
const endedBatches = 50;

export default async function CreditsPage({ searchParams }: PageProps<"/profile/credits">) {
  const person = await requirePerson();
  const shown = shownBatches.parse((await searchParams).batches);
  const t = await getTranslations("credits");
  const [{ balance, batches, now: at, plan, forecast }, jobs] = await Promise.all([
    readShownForecast(person.accountId, await getTimeZone()),
    countRunning(database(), person.accountId),
  ]);
  const follow = <FollowBalance version={balance.version} available={balance.available} />;
  const runs = plan !== null && plan.subscription.endedAt === null;
  if (balance.version === 0) {
    return (
      <>
        {follow}
        <PlanBanner account={person.accountId} />
        <PageHeading title={t("title")}>{t("about")}</PageHeading>
        <NoCreditsYet
          actions={
            <>
              <GetCredits />
              {runs ? null : <SeePlans />}
            </>
          }
        />
      </>
    );
  }
  const listed =
    shown === "active"
      ? batches
      : await readEndedBatches(database(), person.accountId, { state: shown, limit: endedBatches });
  const debts = balance.debt === undefined ? [] : await readDebts(database(), person.accountId);
  const next = plan?.nextCredits ?? null;
  return (
    <>
      {follow}
      <PlanBanner account={person.accountId} />
      <PageHeading title={t("title")} quiet>
        {t("about")}
      </PageHeading>
      <div className="grid gap-3 lg:gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <TotalCard
          batches={batches}
          jobs={jobs}
          debts={debts}
          now={at}
          forecast={
            forecast ? (
              <ForecastWords forecast={forecast} batches={batches} plan={next !== null} now={at} part="pace" />
            ) : null
          }
          actions={
            <>
              <Link
                href="/profile/credits/history"
                className={buttonVariants({ variant: "outline", className: "max-lg:hidden" })}
              >
                {t("toHistory")}
              </Link>
              <GetCredits />
            </>
          }
          tiles={<PhoneTiles batches={batches} next={next} now={at} />}
        />
        <NextToExpire
          batches={batches}
          next={next}
          unused={forecast?.unused ?? []}
          plans={runs ? null : <SeePlans />}
          now={at}
        />
        <div className="grid gap-3 lg:gap-4 xl:col-span-2">
          <Usage account={person.accountId} />
          <BatchesTable batches={listed} unused={forecast?.unused ?? []} shown={shown} most={endedBatches} now={at} />
          <Latest account={person.accountId} lines={latestLines} now={at} />
        </div>
      </div>
    </>
  );
}

async function GetCredits() {
  const t = await getTranslations("credits");
  return (
    <Link href="/profile/credits/store" className={buttonVariants()}>
      {t("getCredits")}
    </Link>
  );
}

async function SeePlans() {
  const t = await getTranslations("credits");
  return (
    <Link href="/profile/credits/store/plans" className={buttonVariants({ variant: "outline" })}>
      {t("seePlans")}
    </Link>
  );
}
