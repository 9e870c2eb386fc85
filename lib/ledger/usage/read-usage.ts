import type { DbOrTx } from "#db/client.ts";
import { readUsageSums, type UsageGroup } from "#db/queries/usage/sums.ts";
import { type CalendarPart, type CalendarUnit, divideDays } from "#lib/format/calendar.ts";

/** Which use is wanted: calendar days (YYYY-MM-DD, both inclusive) of a zone, divided and grouped. */
export interface UsageQuestion {
  from: string;
  to: string;
  unit: CalendarUnit;
  group: UsageGroup;
  timeZone: string;
}

/** What was used in a part of the days: whole credits, net of refunds, in all and by the group's names. */
export interface UsagePart extends CalendarPart {
  used: number;
  by: ReadonlyMap<string, number>;
}

/** The use of an account in each part of some days, those without use included. */
export async function readUsage(db: DbOrTx, account: string, question: UsageQuestion): Promise<UsagePart[]> {
  const parts = divideDays(question, question.unit, question.timeZone);
  const last = parts.at(-1);
  if (last === undefined) return [];
  const marks = [...parts.map(({ start }) => start), last.end];
  const sums = Map.groupBy(await readUsageSums(db, account, { marks, group: question.group }), ({ mark }) => mark);
  return parts.map((part, index) => {
    const own = sums.get(index) ?? [];
    const by = new Map(own.map(({ name, used }) => [name, used]));
    return { ...part, used: own.reduce((sum, { used }) => sum + used, 0), by };
  });
}
