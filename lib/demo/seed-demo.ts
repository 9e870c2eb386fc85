import type { Db, Tx } from "#db/client.ts";
import { createAccount } from "#db/queries/credits/accounts.ts";
import { emptyDatabase, insertDemoPeople, markAsDemo, readDemoFacts } from "#db/queries/people/demo-people.ts";
import { seedCatalogue } from "#db/seed-catalogue.ts";
import { commitHistory } from "#lib/ledger/commit/commit-history.ts";
import { seedCampaigns } from "./campaigns.ts";
import type { DemoPerson } from "./person.ts";

/** The outcome of seeding: the new users, or that the database has other data. */
export type Seeding = { status: "seeded"; added: string[] } | { status: "unmarked" };

/**
 * Seeds an empty database as a demonstration, or adds what is missing in one: the mark, the catalogue, users with
 * their histories, campaigns. In one transaction; repeating it changes nothing. A database with people but without the mark is
 * left alone.
 */
export async function seedDemo(db: Db, people: readonly DemoPerson[]): Promise<Seeding> {
  const { marked, hasPeople } = await readDemoFacts(db);
  if (!marked && hasPeople) return { status: "unmarked" };
  return await db.transaction(async (tx) => {
    await markAsDemo(tx);
    await seedCatalogue(tx);
    return { status: "seeded" as const, added: await addPeople(tx, people) };
  });
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

async function addPeople(tx: Tx, people: readonly DemoPerson[]): Promise<string[]> {
  const born = Date.now();
  const rows = people.map(({ id, slug, name, email }, index) => {
    // The sign-in page lists users in the order in which they were created.
    return { id, name, email, demoSlug: slug, emailVerified: new Date(born), createdAt: new Date(born + index) };
  });
  const added = new Set(await insertDemoPeople(tx, rows));
  const fresh = people.filter((person) => added.has(person.id));
  for (const { id } of fresh) await createAccount(tx, id);
  let now = new Date(born);
  await commitHistory(
    tx,
    fresh.map((person) => person.id),
    (clock) => {
      now = clock;
      return fresh.flatMap((person) => person.history(now));
    },
  );
  await seedCampaigns(tx, fresh, now);
  return fresh.filter(({ slug }) => slug !== null).map((person) => person.name);
}
