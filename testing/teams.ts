import { randomUUID } from "node:crypto";
import type { Db } from "#db/client.ts";
import { subscriptions } from "#db/schema/subscriptions.ts";
import { invite, type PaidTeam } from "#lib/teams/invite.ts";
import { openTeam } from "#lib/teams/open-team.ts";
import { newPerson } from "./campaigns.ts";

/** Makes a team of a running subscription with this many seats; its payer holds the first. */
export async function newTeam(db: Db, seats: number): Promise<PaidTeam & { subscription: string }> {
  const payer = await newPerson(db);
  const [subscription, now] = [`sub_${randomUUID()}`, new Date()];
  const month = { periodStart: now, periodEnd: new Date(now.getTime() + 30 * 24 * 3_600_000), anchor: now };
  await db.insert(subscriptions).values({
    ...{ id: subscription, userId: payer, customer: `cus_${payer}`, livemode: false, status: "active", seats },
    ...{ ...month, startedAt: now, readAt: now },
  });
  return { payer, subscription, team: await openTeam(db, { subscription, name: "Acme" }) };
}

/** Invites an address and returns the secret of the link. */
export async function invited(db: Db, team: PaidTeam, email: string): Promise<string> {
  const answer = await invite(db, team, email);
  if (answer.status !== "invited") throw new Error(`${email} was not invited: ${answer.status}`);
  return answer.token;
}
