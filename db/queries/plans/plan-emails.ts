import { and, eq } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";
import { planEmails } from "../../schema/plan-emails.ts";

/** The identity of an email about a subscription. */
export type PlanEmailId = Pick<typeof planEmails.$inferInsert, "subscriptionId" | "email" | "about">;

/** Takes an email to be sent; false when it was sent before, or is being sent. Index: plan_emails_pkey. */
export async function takePlanEmail(db: DbOrTx, id: PlanEmailId): Promise<boolean> {
  return (await db.insert(planEmails).values(id).onConflictDoNothing().returning()).length === 1;
}

/** Gives an email back that could not be sent, so that it is tried again. Index: plan_emails_pkey. */
export async function dropPlanEmail(db: DbOrTx, { subscriptionId, email, about }: PlanEmailId): Promise<void> {
  const e = planEmails;
  await db.delete(e).where(and(eq(e.subscriptionId, subscriptionId), eq(e.email, email), eq(e.about, about)));
}
