import { and, eq, sql } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";
import { paymentEmails } from "../../schema/payment-emails.ts";

/** What a payer was told of the money of a payment, in minor units. */
export type ToldMoney = Pick<typeof paymentEmails.$inferSelect, "returnedCents" | "disputedCents">;

/** What was told of a payment; nothing at first. Index: payment_emails_pkey. */
export async function readToldMoney(db: DbOrTx, paymentId: string): Promise<ToldMoney> {
  const [row] = await db.select().from(paymentEmails).where(eq(paymentEmails.paymentId, paymentId));
  return row ?? { returnedCents: 0, disputedCents: 0 };
}

/**
 * Takes the telling of a change, or gives it back when it could not be sent; false when another was first. Index:
 * payment_emails_pkey.
 */
export async function takePaymentEmail(
  db: DbOrTx,
  { paymentId, money, from, to }: { paymentId: string; money: keyof ToldMoney; from: number; to: number },
): Promise<boolean> {
  const e = paymentEmails;
  await db.insert(e).values({ paymentId }).onConflictDoNothing();
  const taken = await db
    .update(e)
    .set({ [money]: to, sentAt: sql`clock_timestamp()` })
    .where(and(eq(e.paymentId, paymentId), eq(e[money], from)))
    .returning({ id: e.paymentId });
  return taken.length === 1;
}
