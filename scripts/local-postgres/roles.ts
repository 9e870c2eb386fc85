import postgres from "postgres";
import type { Secret } from "#scripts/launcher/secrets.ts";

/** Creates the database, its owner (who migrates) and the app's role (which cannot change history), and returns the addresses. */
export async function prepareRoles(port: number, secret: Secret) {
  const address = (role: string, database: string) =>
    `postgres://${role}:${secret.derive(role)}@127.0.0.1:${port}/${database}`;
  const superuserUrl = address("postgres", "postgres");
  const sql = postgres(superuserUrl, { max: 1, onnotice: () => undefined });
  try {
    for (const role of ["purse_owner", "purse_app"]) {
      const [there] = await sql`select from pg_roles where rolname = ${role}`;
      if (!there) await sql.unsafe(`create role ${role} login password '${secret.derive(role)}'`);
    }
    const [there] = await sql`select from pg_database where datname = 'purse'`;
    if (!there) await sql`create database purse owner purse_owner`;
  } finally {
    await sql.end();
  }
  return { superuserUrl, ownerUrl: address("purse_owner", "purse"), appUrl: address("purse_app", "purse") };
}
