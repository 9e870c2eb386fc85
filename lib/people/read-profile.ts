import "server-only";
import { readMethods } from "#db/queries/people/users.ts";
import { database } from "#lib/database.ts";
import type { Person } from "./person.ts";
import { configuredProviders, type ProviderName } from "./providers.ts";

/** What a person's profile shows of how they sign in. */
export interface Profile {
  providers: { name: ProviderName; connected: boolean }[];
}

/** Reads a person's own profile. A provider without keys is listed only where it is connected. */
export async function readProfile(person: Person): Promise<Profile> {
  const methods = await readMethods(database(), person.userId);
  const connected = new Set(methods.map(({ provider }) => provider));
  const offered = new Set<string>(configuredProviders());
  const providers = (["google", "github"] as const).filter((name) => connected.has(name) || offered.has(name));
  return { providers: providers.map((name) => ({ name, connected: connected.has(name) })) };
}
