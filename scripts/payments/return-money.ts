import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import { z } from "zod";
import type { Db } from "#db/client.ts";
import { wordIssue } from "#lib/api/http/word-issue.ts";
import { shortText } from "#lib/api/shapes.ts";
import { allowBuying } from "#lib/billing/payments/buying-freeze.ts";
import {
  clearPayment,
  type ReadPayment,
  readPayments,
  refund as refundIt,
} from "#lib/billing/payments/return-payment.ts";
import { formatMoney } from "#lib/format/money.ts";
import { planSourceId } from "#lib/ledger/commit/batches-of-months.ts";
import { findAccount } from "#lib/people/find-account.ts";
import { Problem } from "../launcher/problem.ts";

interface Asked {
  cents?: string | undefined;
  key?: string | undefined;
  reason?: string | undefined;
}

/** Shows what Stripe and we know of the payments of an order, an invoice or a payment at Stripe. */
export async function show(db: Db, id: string): Promise<void> {
  for (const payment of await found(db, id)) say(payment);
}

/** Refunds a payment; without an amount it says what it would refund. The same key again refunds nothing more. */
export async function refund(db: Db, id: string, { cents: amount, key: given, ...asked }: Asked): Promise<void> {
  const before = await found(db, id);
  if (amount === undefined) {
    for (const payment of before) {
      say(payment);
      console.log(`To refund the unused share: --cents ${payment.proposedCents}. Nothing was changed.`);
    }
    return;
  }
  const cents = z.coerce.number().int().min(1).safeParse(amount);
  if (!cents.success) throw new Problem("--cents must be a whole number above 0.");
  const decided = decision(asked.reason);
  const intents = [...new Set(before.flatMap(({ intents }) => intents))];
  const [intent] = intents;
  if (intent === undefined)
    throw new Problem(`${id} was settled without a payment: return it by a credit note in Stripe.`);
  if (intents.length > 1)
    throw new Problem(`${id} has several payments, so name the one to refund: ${intents.join(", ")}`);
  const key = given ?? randomUUID();
  console.log(`The same again refunds nothing more: --key ${key}`);
  for (const payment of await refundIt(db, intent, { cents: cents.data, key, ...decided })) say(payment);
}

/** Lets the frozen credits of a payment be used. */
export async function clear(db: Db, id: string, { reason }: Asked): Promise<void> {
  const decided = decision(reason);
  for (const { payment } of await found(db, id)) {
    const isCleared = await clearPayment(db, payment, decided);
    console.log(
      isCleared ? `The credits of ${payment.id} can be used.` : `${payment.id} is not frozen. Nothing was changed.`,
    );
  }
}

/** Lets an account buy again in spite of its disputes. */
export async function unfreeze(db: Db, named: string, { reason }: Asked): Promise<void> {
  const decided = decision(reason);
  const account = await findAccount(db, named);
  if (account === null) throw new Problem(`There is no account ${named}.`);
  const lifted = await allowBuying(db, account, decided);
  if (lifted.length === 0) throw new Problem(`No dispute stops purchases of ${named}. Nothing was changed.`);
  console.log(`${named} can buy again, in spite of the disputes of ${lifted.join(", ")}.`);
}

function decision(text: string | undefined): { actor: string; reason: string } {
  const reason = shortText.safeParse(text, { error: wordIssue });
  if (!reason.success) throw new Problem(`--reason ${reason.error.issues[0]?.message}.`);
  return { actor: `operator:${userInfo().username}`, reason: reason.data };
}

async function found(db: Db, id: string): Promise<ReadPayment[]> {
  const payments = await readPayments(db, id);
  if (payments.length === 0) throw new Problem(`No payment of ours is ${id}, or is of it.`);
  return payments;
}

function say({ payment, intents, grants, toCome, isFrozen }: ReadPayment): void {
  const { currency, paidCents, returnedCents, disputedCents, dispute, orderId, invoiceId } = payment;
  const money = (amount: number) => formatMoney({ amount, currency }, "en");
  const disputed = dispute === "none" ? "no dispute" : `dispute ${dispute}: ${money(disputedCents)}`;
  const of = orderId === null ? `invoice ${invoiceId}` : `order ${orderId}`;
  console.log(`Payment  ${of}, ${intents.join(", ") || "settled without a payment"}`);
  console.log(`Money    ${money(paidCents)} paid, ${money(returnedCents)} returned, ${disputed}`);
  if (isFrozen)
    console.log(`Frozen   its bank warns of fraud since ${payment.warnedAt?.toISOString()}: refund or clear it`);
  for (const { account, batch } of grants) {
    const { target = 0, taken = 0, owed = 0, repaid = 0, forgiven = 0 } = batch.revocation ?? {};
    const back = `${target} to take back: ${taken} taken, ${owed} to repay, ${repaid} repaid, ${forgiven} forgiven`;
    const state = `${batch.remaining} of ${batch.granted} left, ${batch.held} on hold`;
    console.log(`Credits  batch ${batch.number} of ${account}: ${state}; ${back}`);
  }
  for (const month of toCome)
    console.log(`To come  ${planSourceId(month)}: ${month.credits - month.returned} of ${month.credits}`);
}
