import "server-only";
import { readMethods } from "#db/queries/people/users.ts";
import { database } from "#lib/database.ts";
import type { Person } from "./person.ts";
import { configuredProviders, type ProviderName } from "./providers.ts";

/** How a user signs in, for the profile page. */
export interface Profile {
  providers: { name: ProviderName; connected: boolean }[];
}

/** Reads a user's profile. A provider without keys is listed only if it is connected. */
export async function readProfile(person: Person): Promise<Profile> {
  const methods = await readMethods(database(), person.userId);
  const connected = new Set(methods.map(({ provider }) => provider));
  const offered = new Set<string>(configuredProviders());
  const providers = (["google", "github"] as const).filter((name) => connected.has(name) || offered.has(name));
  return { providers: providers.map((name) => ({ name, connected: connected.has(name) })) };
}
