import { sql } from "drizzle-orm";
import { z } from "zod";
import type { DbOrTx, Tx } from "../../client.ts";

/** What qualified a friend: the id of the order or invoice, null for a use, and when. */
export interface Qualification {
  purchase: string | null;
  at: Date;
}

const found = z.object({ purchase: z.string().nullable(), at: z.coerce.date() });

/**
 * The first settled purchase of a person, above 0 and of which no money was returned: a pack, or a plan's invoice. Indexes:
 * orders_by_user, subscriptions_by_user, plan_invoices_by_subscription, plan_months_pkey.
 */
export async function readFirstPurchase(tx: Tx, account: string): Promise<Qualification | null> {
  const [row] = await tx.execute(sql`
    select purchase, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from (
      select o.id::text as purchase, t.at from orders o
      join credit_transactions t on t.account_id = o.user_id and t.version = o.grant_version
      where o.user_id = ${account} and o.status = 'paid' and o.amount_cents > 0 and not exists (
        select from payments p where p.order_id = o.id and p.returned_cents + p.disputed_cents > 0)
      union all
      select i.id, i.recorded_at from subscriptions s join plan_invoices i on i.subscription_id = s.id
      where s.user_id = ${account} and exists (
        select from plan_months m where m.invoice_id = i.id and m.account_id = s.user_id and m.repays) and not exists (
        select from payments p where p.invoice_id = i.id and p.returned_cents + p.disputed_cents > 0)
    ) bought order by bought.at, purchase limit 1`);
  return row === undefined ? null : found.parse(row);
}

/** The first use of credits of an account. Index: credit_transactions_pkey. */
export async function readFirstUse(tx: Tx, account: string): Promise<Qualification | null> {
  const [row] = await tx.execute(sql`
    select null as purchase, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from credit_transactions where account_id = ${account} and type in ('spend', 'capture') order by version limit 1`);
  return row === undefined ? null : found.parse(row);
}

/** Whether money for an order or an invoice was returned or is disputed. Indexes: payments_order_once, payments_invoice_once. */
export async function isPurchaseReturned(db: DbOrTx, purchase: string): Promise<boolean> {
  const order = z.uuid().safeParse(purchase).data;
  const isIt = order === undefined ? sql`invoice_id = ${purchase}` : sql`order_id = ${order}::uuid`;
  const [row] = await db.execute<{ returned: boolean }>(sql`
    select returned_cents + disputed_cents > 0 as returned from payments where ${isIt}`);
  return row?.returned === true;
}
