import type { DbOrTx } from "#db/client.ts";
import { findVersions } from "#db/queries/credits/find-lines.ts";
import type { HistoryFilter } from "./history.ts";

const largestVersion = 2_147_483_647;

/**
 * What a search finds in an account's history: lines of features whose name contains the text, the line with this number, and
 * lines with this reference. With `jobs` the other lines of a found line's job count too, so that the job's row is found.
 */
export async function searchHistory(
  db: DbOrTx,
  account: string,
  { text, features, jobs }: { text: string; features: readonly { slug: string; name: string }[]; jobs: boolean },
): Promise<NonNullable<HistoryFilter["search"]>> {
  const wanted = text.toLocaleLowerCase();
  const found = features.filter(({ slug, name }) => slug === wanted || name.toLocaleLowerCase().includes(wanted));
  const number = /^#?\d{1,10}$/.test(text) ? Number(text.replace("#", "")) : null;
  const versions = await findVersions(db, account, {
    number: number !== null && number <= largestVersion ? number : null,
    reference: text,
    jobs,
  });
  return { features: found.map(({ slug }) => slug), versions };
}
