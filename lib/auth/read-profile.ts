import "server-only";
import { readSessions } from "#db/queries/read-sessions.ts";
import { readMethods } from "#db/queries/write-person.ts";
import { database } from "#lib/database.ts";
import { methodOf, type Person, type SignInMethod } from "./person.ts";
import { configuredProviders, type ProviderName } from "./providers.ts";

/** What a person's profile shows of how they sign in, and where they are signed in. */
export interface Profile {
  providers: { name: ProviderName; connected: boolean }[];
  sessions: { method: SignInMethod; createdAt: Date; here: boolean }[];
}

/** Reads a person's own profile. A provider without keys is listed only where it is connected. */
export async function readProfile(person: Person): Promise<Profile> {
  const [methods, sessions] = await Promise.all([
    readMethods(database(), person.userId),
    readSessions(database(), person.userId),
  ]);
  const connected = new Set(methods.map(({ provider }) => provider));
  const offered = new Set<string>(configuredProviders());
  const providers = (["google", "github"] as const).filter((name) => connected.has(name) || offered.has(name));
  return {
    providers: providers.map((name) => ({ name, connected: connected.has(name) })),
    sessions: sessions.map(({ id, method, createdAt }) => ({
      method: methodOf(method),
      createdAt,
      here: id === person.sessionId,
    })),
  };
}
