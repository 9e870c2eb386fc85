import type { DbOrTx } from "#db/client.ts";
import { readFirstUse } from "#db/queries/usage/sums.ts";
import { type Forecast, type ForecastInput, forecast } from "#lib/credits/forecast/forecast.ts";
import { paceDays } from "#lib/credits/forecast/pace.ts";
import { addDays, dayOf } from "#lib/format/calendar.ts";
import { readUsage } from "./read-usage.ts";

/** The forecast of an account from its days before today in a zone; null while it has too little use. */
export async function readForecast(
  db: DbOrTx,
  account: string,
  { timeZone, ...input }: Omit<ForecastInput, "days"> & { timeZone: string },
): Promise<Forecast | null> {
  const first = await readFirstUse(db, account);
  if (first === null) return null;
  const today = dayOf(input.now, timeZone);
  const [firstDay, windowDay] = [dayOf(first, timeZone), addDays(today, -paceDays)];
  const days = { from: firstDay > windowDay ? firstDay : windowDay, to: addDays(today, -1), timeZone };
  const used = await readUsage(db, account, { ...days, unit: "day", group: "kind" });
  return forecast({ ...input, days: used.map((day) => day.used) });
}
