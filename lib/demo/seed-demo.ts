import type { Db, Tx } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { createAccount } from "#db/queries/credits/accounts.ts";
import {
  emptyDatabase,
  insertDemoPeople,
  markAsDemo,
  readDemoFacts,
  readMissingPeople,
} from "#db/queries/people/demo-people.ts";
import type { PlanMonthRow } from "#db/queries/plans/plan-months.ts";
import { seedCatalogue } from "#db/seed-catalogue.ts";
import { syncCatalogue } from "#lib/billing/plans/sync-catalogue.ts";
import { openStripe } from "#lib/billing/stripe/client.ts";
import { settings } from "#lib/config/settings.ts";
import { commitHistory, type Step } from "#lib/ledger/commit/commit-history.ts";
import { type Bought, buyAtStripe, forgetAtStripe } from "./buy-at-stripe.ts";
import { seedCampaigns } from "./campaigns.ts";
import { grantsWithoutStripe } from "./grants-without-stripe.ts";
import type { DemoPerson } from "./person.ts";
import { readSales } from "./purchases.ts";
import { closePurchases, grantsOfMonths, grantsOfPacks, recordPlan } from "./record-purchases.ts";
import { returnMoney } from "./return-money.ts";

/** The outcome of seeding: the new users, or that the database has other data. */
export type Seeding = { status: "seeded"; added: string[] } | { status: "unmarked" };

/**
 * Seeds an empty database as a demonstration, or adds what is missing in one: the mark, the catalogue, users with
 * their purchases and histories, campaigns. Users are added in one transaction; repeating it changes nothing. A database
 * with people but without the mark is left alone. With a fake Stripe, users buy there what they are said to have bought.
 * @throws StripeUnavailable; calling it again starts again.
 */
export async function seedDemo(
  db: Db,
  people: readonly DemoPerson[],
  { hasFakeStripe }: { hasFakeStripe: boolean },
): Promise<Seeding> {
  const { marked, hasPeople } = await readDemoFacts(db);
  if (!marked && hasPeople) return { status: "unmarked" };
  await db.transaction(async (tx) => {
    await markAsDemo(tx);
    await seedCatalogue(tx);
  });
  if (hasFakeStripe && !hasPeople) await forgetAtStripe();
  const missing = new Set(
    await readMissingPeople(
      db,
      people.map(({ id }) => id),
    ),
  );
  const fresh = people.filter(({ id }) => missing.has(id));
  const now = await readClock(db);
  const newcomers = hasFakeStripe ? await buyAll(db, fresh, now) : await grantAll(db, fresh, now);
  const added = await db.transaction((tx) => addPeople(tx, newcomers, now));
  for (const one of newcomers) if ("bought" in one) await returnMoney(db, one.bought, one.person.returns ?? []);
  return { status: "seeded", added };
}

/**
 * Empties a demonstration; returns false and does nothing when the database does not have the mark. Needs the owner
 * role.
 */
export async function resetDemo(owner: Db): Promise<boolean> {
  return await owner.transaction(async (tx) => {
    const { marked } = await readDemoFacts(tx);
    if (marked) await emptyDatabase(tx);
    return marked;
  });
}

/** A user to add, with what they bought: at Stripe, or as mere grants. */
type Newcomer = { person: DemoPerson } & ({ bought: Bought } | { granted: Step[] });

async function buyAll(db: Db, people: readonly DemoPerson[], now: Date): Promise<Newcomer[]> {
  const { stripe, appUrl } = settings();
  await syncCatalogue(db, openStripe(stripe), { live: false, appUrl });
  const newcomers: Newcomer[] = [];
  for (const person of people) newcomers.push({ person, bought: await buyAtStripe(db, person, now) });
  return newcomers;
}

async function grantAll(db: Db, people: readonly DemoPerson[], now: Date): Promise<Newcomer[]> {
  const newcomers: Newcomer[] = [];
  for (const person of people) {
    const sales = await readSales(db, person.purchases(now));
    newcomers.push({ person, granted: grantsWithoutStripe(person, sales, now) });
  }
  return newcomers;
}

async function addPeople(tx: Tx, newcomers: readonly Newcomer[], now: Date): Promise<string[]> {
  const rows = newcomers.map(({ person: { id, slug, name, email } }, index) => {
    // The sign-in page lists users in the order in which they were created.
    const createdAt = new Date(now.getTime() + index);
    return { id, name, email, demoSlug: slug, emailVerified: now, createdAt };
  });
  if (rows.length > 0) await insertDemoPeople(tx, rows);
  for (const { id } of rows) await createAccount(tx, id);
  await seedHistories(tx, newcomers, now);
  const people = newcomers.map(({ person }) => person);
  await seedCampaigns(tx, people, now);
  return people.filter(({ slug }) => slug !== null).map(({ name }) => name);
}

async function seedHistories(tx: Tx, newcomers: readonly Newcomer[], now: Date): Promise<void> {
  const steps: Step[] = newcomers.flatMap(({ person }) => person.history(now));
  const months: PlanMonthRow[] = [];
  for (const one of newcomers) {
    if ("granted" in one) steps.push(...one.granted);
    else {
      steps.push(...grantsOfPacks(one.bought.packs));
      const plan = one.bought.plan === null ? [] : await recordPlan(tx, one.bought.plan, now);
      steps.push(...grantsOfMonths(plan));
      months.push(...plan);
    }
  }
  const inOrder = steps.toSorted((a, b) => a.now.getTime() - b.now.getTime());
  const accounts = newcomers.map(({ person }) => person.id);
  await commitHistory(tx, accounts, () => inOrder);
  const packs = newcomers.flatMap((one) => ("bought" in one ? one.bought.packs : []));
  await closePurchases(tx, packs, months);
}
