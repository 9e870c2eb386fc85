import { userInfo } from "node:os";
import { type Db, openDatabase } from "#db/client.ts";
import { readLatestEvents, readUnsettledEvents, type StripeEventRow } from "#db/queries/orders/stripe-events.ts";
import { wordIssue } from "#lib/api/http/word-issue.ts";
import { shortText } from "#lib/api/shapes.ts";
import { type Settled, settlePayment } from "#lib/billing/payments/settle-payment.ts";
import { withDemoStripe } from "./launcher/demo-stripe.ts";
import { Problem } from "./launcher/problem.ts";
import { withDatabase } from "./local-postgres/with-database.ts";
import { clear, refund, show, unfreeze } from "./payments/return-money.ts";
import { readWords, wrongSubcommand } from "./read-words.ts";

/** How to call it. */
export const usage = `purse payments list [--unsettled]
purse payments settle EVENT --grant --reason TEXT      grants the order's credits once, whatever was paid
purse payments settle EVENT --dismiss --reason TEXT    grants nothing; refund the payment in Stripe
purse payments show OF                                 what Stripe has of a payment, and its credits
purse payments refund OF                               says what the unused share is
purse payments refund OF --cents N --reason TEXT [--key KEY]    returns money; the same key again returns nothing more
purse payments clear OF --reason TEXT                  lets credits be used although a bank warns of fraud
purse payments unfreeze ACCOUNT --reason TEXT          lets an account buy again in spite of its disputes
OF is the id of an order, an invoice (in_…) or a payment (pi_…).
A decision settles all waiting events of the same payment page, which list shows.`;
const latest = 50;

const options = {
  unsettled: { type: "boolean", default: false },
  grant: { type: "boolean", default: false },
  dismiss: { type: "boolean", default: false },
  reason: { type: "string" },
  cents: { type: "string" },
  key: { type: "string" },
} as const;

/** Lists the events that Stripe sent, and carries out an operator's decision about waiting ones. */
export async function run(words: string[]): Promise<void> {
  const { positionals, values } = readWords({ usage, words, options, most: 2 });
  const [command = "", event] = positionals;
  await withDatabase(async ({ appUrl }) => {
    const db = openDatabase(appUrl, { max: 3 });
    try {
      if (command === "list" && event !== undefined) throw new Problem(`Unexpected: "${event}"\n${usage}`);
      else if (command === "list") await list(db, values.unsettled);
      else if (aboutMoney.has(command)) {
        const asked = { ...values, of: named(event) };
        await withDemoStripe(() => changeMoney(db, command, asked));
      } else if (command !== "settle") throw wrongSubcommand(command, usage);
      else if (event === undefined) throw new Problem(`EVENT is missing\n${usage}`);
      else await settle(db, event, values);
    } finally {
      await db.$client.end();
    }
  });
}

const aboutMoney = new Set(["show", "refund", "clear", "unfreeze"]);

interface AskedOfMoney {
  of: string;
  cents?: string;
  key?: string;
  reason?: string;
}

async function changeMoney(db: Db, command: string, asked: AskedOfMoney): Promise<void> {
  if (command === "show") await show(db, asked.of);
  else if (command === "refund") await refund(db, asked.of, asked);
  else if (command === "clear") await clear(db, asked.of, asked);
  else await unfreeze(db, asked.of, asked);
}

function named(of: string | undefined): string {
  if (of === undefined) throw new Problem(`OF or ACCOUNT is missing\n${usage}`);
  return of;
}

interface Asked {
  grant: boolean;
  dismiss: boolean;
  reason?: string;
}

async function list(db: Db, unsettled: boolean): Promise<void> {
  const events = unsettled ? await readUnsettledEvents(db) : await readLatestEvents(db, latest);
  const waiting = unsettled ? events : await readUnsettledEvents(db);
  for (const event of events) console.log(`${sayEvent(event)}${sayTogether(event, waiting)}`);
  if (events.length === 0) console.log(unsettled ? "No event waits for you." : "Stripe has sent no event yet.");
}

/** An event in a line: its instant, id, type and object, and its state. */
function sayEvent(event: StripeEventRow): string {
  const { createdAt, id, type, objectId, orderId } = event;
  const about = [objectId, orderId === null ? null : `order ${orderId}`].filter((name) => name !== null).join(", ");
  return `${createdAt.toISOString()}  ${id}  ${type}  ${about}  ${stateOf(event)}`;
}

/** The other events that settling this one settles too, listed beforehand. */
function sayTogether({ id, objectId }: StripeEventRow, waiting: readonly StripeEventRow[]): string {
  if (objectId === null || waiting.every((one) => one.id !== id)) return "";
  const others = waiting.filter((one) => one.objectId === objectId && one.id !== id).map((one) => one.id);
  return others.length === 0 ? "" : `  (settled together with ${others.join(", ")})`;
}

function stateOf(event: StripeEventRow): string {
  const { settlement, settledBy, settledAt, settledReason, unsettledReason, doneAt, error } = event;
  if (settlement !== null) return `${settlement} by ${settledBy} at ${settledAt?.toISOString()}: "${settledReason}"`;
  if (doneAt !== null) return `done ${doneAt.toISOString()}`;
  if (unsettledReason !== null) return `unsettled: ${unsettledReason}`;
  return error === null ? "at work" : `failed, to be delivered again: ${error}`;
}

async function settle(db: Db, event: string, asked: Asked): Promise<void> {
  const reason = shortText.safeParse(asked.reason, { error: wordIssue });
  if (asked.grant === asked.dismiss) throw new Problem(`Give --grant or --dismiss\n${usage}`);
  if (!reason.success) throw new Problem(`--reason ${reason.error.issues[0]?.message}.\n${usage}`);
  const actor = `operator:${userInfo().username}`;
  const outcome = asked.grant ? "granted" : "dismissed";
  const settled = await settlePayment(db, event, { outcome, actor, reason: reason.data });
  if (settled.status !== "settled") throw new Problem(explain(settled.status, event));
  console.log(`${event} is ${outcome}.`);
  const others = settled.events.filter((id) => id !== event);
  for (const id of others) console.log(`${id} is ${outcome} with it: it is about the same payment page.`);
  if (asked.grant) console.log("The buyer sees the credits at once; no email was sent.");
}

function explain(status: Exclude<Settled["status"], "settled">, event: string): string {
  switch (status) {
    case "already":
      return `${event} is settled already: npx purse payments list shows which operator settled it. Nothing was changed.`;
    case "no-such-event":
      return `There is no event ${event}.`;
    case "not-unsettled":
      return `${event} does not wait for you. Nothing was changed.`;
    case "no-order":
      return `${event} names no order, so nothing says what to grant. Dismiss it, or grant with: npx purse credits adjust.`;
    case "order-paid":
      return `The order of ${event} has its credits, from another payment. Refund this one at Stripe and dismiss it.`;
  }
}
