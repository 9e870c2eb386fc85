import { cache } from "react";
import { readShownPlan } from "#app/(account)/shown-plan.ts";
import { database } from "#lib/database.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { readLiveBatches } from "#lib/ledger/read/batches.ts";
import { readForecast } from "#lib/ledger/usage/read-forecast.ts";
import { periodStartOf } from "./period-start.ts";

/** A signed-in person's balance, live batches, plan and forecast: read once for a rendered page. */
export const readShownForecast = cache(async (account: string, timeZone: string) => {
  const [balance, { at: now, batches }, plan] = await Promise.all([
    readBalance(database(), account),
    readLiveBatches(database(), account),
    readShownPlan(account),
  ]);
  if (balance === null) throw new Error(`The account ${account} of a signed-in person is missing`);
  const periodStart = periodStartOf(plan, batches);
  const next = plan?.nextCredits ?? null;
  const forecast = await readForecast(database(), account, { batches, next, now, timeZone });
  return { balance, batches, now, forecast, plan, periodStart };
});
