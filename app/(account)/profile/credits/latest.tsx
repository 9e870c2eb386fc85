import { LatestTable } from "#components/history/latest-table.tsx";
import { readFeatureNames } from "#lib/catalogue/features.ts";
import { database } from "#lib/database.ts";
import { readHistoryByJob } from "#lib/ledger/read/history-by-job.ts";
import { nameHistory } from "./name-history.ts";

/** The newest rows of the history, one per job. They are part of the page's HTML, so they show without JavaScript too. */
export async function Latest({ account, lines, now }: { account: string; lines: number; now: Date }) {
  const [{ transactions }, features] = await Promise.all([
    readHistoryByJob(database(), account, { now }, lines),
    readFeatureNames(database()),
  ]);
  return <LatestTable lines={await nameHistory(account, transactions, { features, byJobAt: now })} now={now} />;
}
