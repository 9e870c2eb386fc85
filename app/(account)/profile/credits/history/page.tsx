import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { FollowBalance } from "#app/(account)/follow-balance.tsx";
import { PlanBanner } from "#app/(account)/plan-banner.tsx";
import { DownloadLinks } from "#components/history/download-links.tsx";
import {
  addressOf,
  faultOf,
  type HistoryQuery,
  isFiltered,
  longestSearch,
  parseHistoryQuery,
} from "#components/history/filter.ts";
import { FilterChips } from "#components/history/filter-chips.tsx";
import { FilterForm } from "#components/history/filter-form.tsx";
import { HistoryList } from "#components/history/history-list.tsx";
import { HistoryTotals } from "#components/history/history-totals.tsx";
import { LinesSwitch } from "#components/history/lines-switch.tsx";
import { Pager } from "#components/history/pager.tsx";
import { SpanLinks } from "#components/history/span-links.tsx";
import { PageHeading } from "#components/layout/page-heading.tsx";
import { buttonVariants } from "#components/ui/button-variants.ts";
import { Card } from "#components/ui/card.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { readFeatureNames } from "#lib/catalogue/features.ts";
import { settings } from "#lib/config/settings.ts";
import { database } from "#lib/database.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { mostSummed } from "#lib/ledger/read/history-totals.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { nameHistory } from "../name-history.ts";
import { openLine } from "../open-line.tsx";
import { readPeriodStart } from "../period-start.ts";
import { readPage } from "./read-page.ts";

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
  const fault = faultOf(query);
  return (
    <>
      <FollowBalance version={balance.version} available={balance.available} />
      <PlanBanner account={person.accountId} />
      <PageHeading title={t("title")}>{t("about")}</PageHeading>
      {balance.version === 0 ? (
        <Nothing words={t("empty")} />
      ) : (
        <div className="grid gap-3 lg:gap-4">
          {search.download === "busy" ? (
            <Notice variant="error" role="alert">
              {t("download.busy")}
            </Notice>
          ) : null}
          <SpanLinks query={query} />
          <FilterForm key={addressOf(query)} query={query} features={features} open={fault !== null} />
          {fault === null ? (
            <Found
              account={person.accountId}
              query={query}
              features={features}
              now={now}
              inFull={search.details === "all"}
            />
          ) : (
            <Notice variant="error" role="alert">
              {t(`fault.${fault}`, { most: longestSearch })}
            </Notice>
          )}
        </div>
      )}
    </>
  );
}

interface FoundProps {
  account: string;
  query: HistoryQuery;
  features: readonly { slug: string; name: string }[];
  now: Date;
  inFull: boolean;
}

/** What the query finds: its totals, and a page of its rows. */
async function Found({ account, query, features, now, inFull }: FoundProps) {
  const t = await getTranslations("history");
  const periodStart = query.span === "period" ? await readPeriodStart(account) : null;
  const { transactions, nextBefore, newer, totals } = await readPage({ account, query, features, now, periodStart });
  const lines = await nameHistory(account, transactions, { features, byJobAt: query.lines === "all" ? null : now });
  return (
    <>
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
        <>
          <HistoryTotals totals={totals} most={mostSummed} />
          <DownloadLinks query={query} />
          <HistoryList
            rows={lines}
            now={now}
            lines={query.lines}
            load={openLine}
            support={settings().supportEmail ?? null}
            inFull={inFull}
            fullHref={`/profile/credits/history?${addressOf(query)}&details=all`}
          />
        </>
      )}
      <Pager query={query} nextBefore={nextBefore} newer={newer} />
    </>
  );
}

function Nothing({ words, children }: { words: string; children?: React.ReactNode }) {
  return (
    <Card className="grid justify-items-start gap-4 px-5 py-8 sm:px-8">
      <p className="text-ink-2">{words}</p>
      {children}
    </Card>
  );
}
