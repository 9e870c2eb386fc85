import { getTimeZone } from "next-intl/server";
import { ForecastWords } from "#components/usage/forecast-words.tsx";
import { UsageCard } from "#components/usage/usage-card.tsx";
import { database } from "#lib/database.ts";
import { addDays, dayOf } from "#lib/format/calendar.ts";
import { readUsage } from "#lib/ledger/usage/read-usage.ts";
import { readShownForecast } from "./shown-forecast.ts";

/** The use of the last 30 days by kind, with the forecast. */
export async function Usage({ account }: { account: string }) {
  const timeZone = await getTimeZone();
  const { batches, forecast, plan, now } = await readShownForecast(account, timeZone);
  const today = dayOf(now, timeZone);
  const days = { from: addDays(today, -29), to: today, timeZone };
  const parts = await readUsage(database(), account, { ...days, unit: "day", group: "kind" });
  const brings = plan?.nextCredits != null;
  return (
    <UsageCard
      parts={parts}
      forecast={<ForecastWords forecast={forecast} batches={batches} plan={brings} now={now} part="unused" />}
      now={now}
    />
  );
}
