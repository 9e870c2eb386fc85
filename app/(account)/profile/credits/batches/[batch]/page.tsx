import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTimeZone, getTranslations } from "next-intl/server";
import { FollowBalance } from "#app/(account)/follow-balance.tsx";
import { BatchFacts } from "#components/batches/batch-facts.tsx";
import { HistoryList } from "#components/history/history-list.tsx";
import { PageHeading } from "#components/layout/page-heading.tsx";
import { readFeatureNames } from "#lib/catalogue/features.ts";
import { settings } from "#lib/config/settings.ts";
import { database } from "#lib/database.ts";
import { readBatchHistory } from "#lib/ledger/read/batch-history.ts";
import { readBatch } from "#lib/ledger/read/batches.ts";
import { readReturnedBatches } from "#lib/ledger/read/returned-batches.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { nameHistory } from "../../name-history.ts";
import { openLine } from "../../open-line.tsx";
import { readShownForecast } from "../../shown-forecast.ts";
import { parseBatchNumber } from "./batch-number.ts";

const linesShown = 200;

export async function generateMetadata({ params }: PageProps<"/profile/credits/batches/[batch]">): Promise<Metadata> {
  const { batch } = await params;
  return { title: (await getTranslations("shell.crumbs"))("batch", { number: batch }) };
}

export default async function BatchPage({ params, searchParams }: PageProps<"/profile/credits/batches/[batch]">) {
  const { batch: asked } = await params;
  const person = await requirePerson(`/profile/credits/batches/${asked}`);
  const number = parseBatchNumber(asked);
  // Batches are numbered within an account: the URL cannot name another account's batch.
  const batch = number === null ? null : await readBatch(database(), person.accountId, number);
  if (batch === null) notFound();
  const t = await getTranslations("batch");
  const [live, transactions, features, returned] = await Promise.all([
    readShownForecast(person.accountId, await getTimeZone()),
    readBatchHistory(database(), person.accountId, batch.number, linesShown),
    readFeatureNames(database()),
    readReturnedBatches(database(), person.accountId, batch.revocation === null ? [] : [batch.number]),
  ]);
  const lines = await nameHistory(person.accountId, transactions, { features, byJobAt: null });
  const index = live.batches.findIndex((other) => other.number === batch.number);
  return (
    <>
      <FollowBalance version={live.balance.version} available={live.balance.available} />
      <PageHeading title={batch.label}>{t("about", { number: batch.number })}</PageHeading>
      <div className="grid gap-3 lg:gap-4">
        <BatchFacts
          batch={batch}
          returned={returned[0]?.credits ?? null}
          isReviewed={returned[0]?.isReviewed ?? false}
          place={index < 0 ? null : { number: index + 1, of: live.batches.length }}
          unused={live.forecast?.unused.find((one) => one.batch === batch.number)?.amount ?? 0}
          now={live.now}
        />
        <h2 className="mt-2 font-bold text-lg">{t("transactions")}</h2>
        <HistoryList
          rows={lines}
          now={live.now}
          lines="all"
          load={openLine}
          support={settings().supportEmail ?? null}
          inFull={(await searchParams).details === "all"}
          fullHref={`/profile/credits/batches/${batch.number}?details=all`}
        />
      </div>
    </>
  );
}
