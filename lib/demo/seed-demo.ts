import type { Db, Tx } from "#db/client.ts";
import { createAccount } from "#db/queries/credits/accounts.ts";
import { emptyDatabase, insertDemoPeople, markAsDemo, readDemoFacts } from "#db/queries/people/demo-people.ts";
import { seedCatalogue } from "#db/seed-catalogue.ts";
import { commitHistory } from "#lib/ledger/commit/commit-history.ts";
import type { DemoPerson } from "./person.ts";

/** What seeding did: who is new, or that the database belongs to somebody else. */
export type Seeding = { status: "seeded"; added: string[] } | { status: "unmarked" };

/**
 * Makes a demonstration of an empty database, or adds who is missing in one: the mark, the catalogue, people with
 * their histories. In one transaction; repeating it changes nothing. A database with people but without the mark is
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

/** Empties a demonstration; answers false, and does nothing, when the database does not carry the mark. Needs the owner. */
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
    // The sign-in page lists people in the order in which they were made.
    return { id, name, email, demoSlug: slug, emailVerified: new Date(born), createdAt: new Date(born + index) };
  });
  const added = new Set(await insertDemoPeople(tx, rows));
  const fresh = people.filter((person) => added.has(person.id));
  for (const { id } of fresh) await createAccount(tx, id);
  await commitHistory(
    tx,
    fresh.map((person) => person.id),
    (now) => fresh.flatMap((person) => person.history(now)),
  );
  return fresh.map((person) => person.name);
}
