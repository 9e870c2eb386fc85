import { type Db, openDatabase } from "#db/client.ts";
import { type PlanMonthRow, readMonthsOfSubscription } from "#db/queries/plans/plan-months.ts";
import { readSubscriptionRows, type SubscriptionRow } from "#db/queries/plans/subscriptions.ts";
import { wordIssue } from "#lib/api/http/word-issue.ts";
import { shortText } from "#lib/api/shapes.ts";
import { bringPlanUpToDate } from "#lib/billing/plans/bring-plan-up-to-date.ts";
import { endPlan } from "#lib/billing/plans/end-plan.ts";
import { planSourceId } from "#lib/ledger/commit/batches-of-months.ts";
import { findAccount } from "#lib/people/find-account.ts";
import { withDemoStripe } from "./launcher/demo-stripe.ts";
import { Problem } from "./launcher/problem.ts";
import { withDatabase } from "./local-postgres/with-database.ts";
import { readWords, wrongSubcommand } from "./read-words.ts";

/** How to call it. */
export const usage = `purse plans show ACCOUNT                   shows its subscriptions and the months that were paid
purse plans sync ACCOUNT|SUBSCRIPTION     reads them again from Stripe, and grants missing months
purse plans end SUBSCRIPTION --reason TEXT    ends it now; it returns no money
ACCOUNT is an id or an email address, SUBSCRIPTION is Stripe's id.`;

/** Shows the plans of an account, and brings them up to date as the app does automatically. */
export async function run(words: string[]): Promise<void> {
  const { positionals, values } = readWords({ usage, words, options: { reason: { type: "string" } }, most: 2 });
  const [command, name] = positionals;
  if (command !== "show" && command !== "sync" && command !== "end") throw wrongSubcommand(command, usage);
  if (name === undefined) throw new Problem(`ACCOUNT or SUBSCRIPTION is missing\n${usage}`);
  await withDatabase(async ({ appUrl }) => {
    const db = openDatabase(appUrl, { max: 3 });
    try {
      if (command === "sync") await withDemoStripe(() => sync(db, name));
      else if (command === "end") await withDemoStripe(() => end(db, name, values.reason));
      else await show(db, await accountOf(db, name));
    } finally {
      await db.$client.end();
    }
  });
}

async function accountOf(db: Db, name: string): Promise<string> {
  const account = await findAccount(db, name);
  if (account === null) throw new Problem(`There is no account ${name}.`);
  return account;
}

async function sync(db: Db, name: string): Promise<void> {
  const ids = name.startsWith("sub_")
    ? [name]
    : (await readSubscriptionRows(db, await accountOf(db, name))).map(({ id }) => id);
  if (ids.length === 0) console.log("This account has no subscription.");
  for (const id of ids) {
    const brought = await bringPlanUpToDate(db, id);
    if (brought.status === "not-ours") throw new Problem(`Nothing was granted: ${brought.reason}.`);
    for (const { reason } of brought.unsettled) console.log(`Unsettled: ${reason}.`);
    console.log(`${id} of account ${brought.account} is up to date.`);
  }
}

async function end(db: Db, subscription: string, text: string | undefined): Promise<void> {
  const reason = shortText.safeParse(text, { error: wordIssue });
  if (!reason.success) throw new Problem(`--reason ${reason.error.issues[0]?.message}.\n${usage}`);
  const ended = await endPlan(db, { subscription, reason: reason.data });
  if (ended.status === "not-ours") throw new Problem(`Nothing was ended: ${ended.reason}.`);
  console.log(`${subscription} has ended. To return money: npx purse payments refund.`);
}

async function show(db: Db, account: string): Promise<void> {
  const all = await readSubscriptionRows(db, account);
  if (all.length === 0) console.log("This account has no subscription.");
  for (const subscription of all) {
    console.log(sayPlan(subscription));
    for (const month of await readMonthsOfSubscription(db, subscription.id)) console.log(`  ${sayMonth(month)}`);
  }
}

function sayPlan({ id, status, seats, periodEnd, cancelAt, endedAt }: SubscriptionRow): string {
  const ends = endedAt ?? cancelAt;
  const until = ends === null ? `renews ${periodEnd.toISOString()}` : `ends ${ends.toISOString()}`;
  return `${id}  ${status}, ${seats} ${seats === 1 ? "seat" : "seats"}, ${until}`;
}

function sayMonth(month: PlanMonthRow): string {
  const { credits, doneAt, dueAt, refusal, label, returned } = month;
  const back = returned === 0 ? "" : `, ${returned} of them to take back`;
  const what = `${credits > 0 ? "grants" : "takes"} ${Math.abs(credits)} (${label}${back})`;
  if (refusal !== null) return `${planSourceId(month)}  ${what}: refused, ${refusal}`;
  return `${planSourceId(month)}  ${what}: ${doneAt === null ? `due ${dueAt.toISOString()}` : `done ${doneAt.toISOString()}`}`;
}
