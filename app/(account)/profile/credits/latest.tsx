import { LatestTable } from "#components/history/latest-table.tsx";
import { readFeatureNames } from "#lib/catalogue/features.ts";
import { database } from "#lib/database.ts";
import { readHistory } from "#lib/ledger/read/history.ts";
import { nameHistory } from "./name-history.ts";

/** The newest lines of the history. They are part of the page's HTML, so they show without JavaScript too. */
export async function Latest({ account, lines, now }: { account: string; lines: number; now: Date }) {
  const [{ transactions }, features] = await Promise.all([
    readHistory(database(), account, {}, lines),
    readFeatureNames(database()),
  ]);
  return <LatestTable lines={await nameHistory(account, transactions, features)} now={now} />;
}
