import type { Metadata } from "next";
import Link from "next/link";
import { getTimeZone, getTranslations } from "next-intl/server";
import { FollowBalance } from "#app/(account)/follow-balance.tsx";
import { PlanBanner } from "#app/(account)/plan-banner.tsx";
import {
  addressOf,
  type HistoryQuery,
  instantsOf,
  isFiltered,
  parseHistoryQuery,
  typesOf,
} from "#components/history/filter.ts";
import { FilterChips } from "#components/history/filter-chips.tsx";
import { FilterForm } from "#components/history/filter-form.tsx";
import { HistoryList } from "#components/history/history-list.tsx";
import { LinesSwitch } from "#components/history/lines-switch.tsx";
import { Pager } from "#components/history/pager.tsx";
import { PageHeading } from "#components/layout/page-heading.tsx";
import { buttonVariants } from "#components/ui/button-variants.ts";
import { Card } from "#components/ui/card.tsx";
import { readFeatureNames } from "#lib/catalogue/features.ts";
import { database } from "#lib/database.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { readHistory, readNewerPage } from "#lib/ledger/read/history.ts";
import { readHistoryByJob, readNewerJobPage } from "#lib/ledger/read/history-by-job.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { nameHistory } from "../name-history.ts";
import { openLine } from "../open-line.tsx";

const linesOnAPage = 50;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("history"))("title") };
}

export default async function HistoryPage({ searchParams }: PageProps<"/profile/credits/history">) {
  const search = await searchParams;
  const query = parseHistoryQuery(search);
  const person = await requirePerson(`/profile/credits/history?${addressOf(query)}`);
  const t = await getTranslations("history");
  const [features, balance] = await Promise.all([
    readFeatureNames(database()),
    readBalance(database(), person.accountId),
  ]);
  if (balance === null) throw new Error(`The account ${person.accountId} of a signed-in person is missing`);
  const now = new Date(balance.at);
  const { transactions, nextBefore, newer } = await readPage(person.accountId, query, now);
  const byJobAt = query.lines === "all" ? null : now;
  const lines = await nameHistory(person.accountId, transactions, { features, byJobAt });
  return (
    <>
      <FollowBalance version={balance.version} available={balance.available} />
      <PlanBanner account={person.accountId} />
      <PageHeading title={t("title")}>{t("about")}</PageHeading>
      {balance.version === 0 ? (
        <Nothing words={t("empty")} />
      ) : (
        <div className="grid gap-3 lg:gap-4">
          <FilterForm key={addressOf(query)} query={query} features={features} />
          <LinesSwitch query={query} />
          <FilterChips
            query={query}
            featureName={features.find(({ slug }) => slug === query.feature)?.name ?? null}
            now={now}
          />
          <p role="status" className="sr-only">
            {t("shown", { count: transactions.length })}
          </p>
          {transactions.length === 0 ? (
            <Nothing words={isFiltered(query) ? t("nothingMatches") : t("nothingOlder")}>
              <Link href="/profile/credits/history" className={buttonVariants({ variant: "outline" })}>
                {t("showAll")}
              </Link>
            </Nothing>
          ) : (
            <HistoryList
              rows={lines}
              now={now}
              lines={query.lines}
              load={openLine}
              inFull={search.details === "all"}
              fullHref={`/profile/credits/history?${addressOf(query)}&details=all`}
            />
          )}
          <Pager query={query} nextBefore={nextBefore} newer={newer} />
        </div>
      )}
    </>
  );
}

/** The page that a query asks for: one row per job, or every line. */
async function readPage(account: string, query: HistoryQuery, now: Date) {
  const filter = {
    kinds: query.kinds,
    feature: query.feature ?? undefined,
    before: query.before ?? undefined,
    ...instantsOf(query, await getTimeZone()),
  };
  if (query.lines === "all") {
    const everyLine = { ...filter, types: typesOf(query) };
    const [page, newer] = await Promise.all([
      readHistory(database(), account, everyLine, linesOnAPage),
      readNewerPage(database(), account, everyLine, linesOnAPage),
    ]);
    return { ...page, newer };
  }
  const byJob = { ...filter, outcomes: query.types, now };
  const [page, newer] = await Promise.all([
    readHistoryByJob(database(), account, byJob, linesOnAPage),
    readNewerJobPage(database(), account, byJob, linesOnAPage),
  ]);
  return { ...page, newer };
}

function Nothing({ words, children }: { words: string; children?: React.ReactNode }) {
  return (
    <Card className="grid justify-items-start gap-4 px-5 py-8 sm:px-8">
      <p className="text-ink-2">{words}</p>
      {children}
    </Card>
  );
}
