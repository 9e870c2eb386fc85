import "server-only";
import GitHub from "next-auth/providers/github";
import Google from "next-auth/providers/google";
import { z } from "zod";
import { isDemo, settings } from "#lib/config/settings.ts";
import { parseAddress } from "./address.ts";

/** A provider that users can sign in with. */
export type ProviderName = "google" | "github";

/** The configured providers, in the order on screen. */
export function configuredProviders(): ProviderName[] {
  const { google, github } = settings();
  return [...(google ? ["google" as const] : []), ...(github ? ["github" as const] : [])];
}

/** The providers in next-auth's form. Each profile says which addresses the provider has verified. */
export function authProviders() {
  const { google, github } = settings();
  return [...(google ? [googleProvider(google)] : []), ...(github ? [githubProvider(github)] : [])];
}

/** The addresses of a provider's profile: those that are verified, and one that is not. */
export interface Vouched {
  verified: string[];
  claimed: string | null;
}

const googleProfile = z.object({ email: z.unknown().optional(), email_verified: z.unknown().optional() });
const githubProfile = z.object({ verifiedAddresses: z.array(z.string()), email: z.unknown().optional() });

/** Which addresses a profile proves. Only `email_verified: true` counts at Google, only verified entries at GitHub. */
export function vouchedAddresses(provider: ProviderName, profile: unknown): Vouched {
  switch (provider) {
    case "google": {
      const { email, email_verified } = googleProfile.parse(profile);
      const claimed = parseAddress(email);
      return { verified: claimed !== null && email_verified === true ? [claimed] : [], claimed };
    }
    case "github": {
      const { verifiedAddresses, email } = githubProfile.parse(profile);
      return { verified: verifiedAddresses.flatMap((text) => parseAddress(text) ?? []), claimed: parseAddress(email) };
    }
  }
}

interface Keys {
  id: string;
  secret: string;
}

function googleProvider({ id, secret }: Keys) {
  const issuer = isDemo() ? process.env.AUTH_GOOGLE_ISSUER : undefined;
  return Google({
    clientId: id,
    clientSecret: secret,
    checks: ["pkce", "state", "nonce"],
    ...(issuer ? { issuer } : {}),
  });
}

function githubProvider({ id, secret }: Keys) {
  const baseUrl = isDemo() ? process.env.AUTH_GITHUB_BASE : undefined;
  return GitHub({
    clientId: id,
    clientSecret: secret,
    checks: ["pkce", "state"],
    ...(baseUrl ? { enterprise: { baseUrl } } : {}),
    userinfo: {
      request: ({ tokens, provider }: { tokens: { access_token?: string }; provider: { userinfo?: { url?: URL } } }) =>
        readGithubPerson(String(provider.userinfo?.url ?? "https://api.github.com/user"), tokens.access_token ?? ""),
    },
  });
}

const githubPerson = z.looseObject({ id: z.number(), login: z.string(), email: z.string().nullish() });
const githubAddresses = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/** GitHub's public address is not verified: the list of addresses says which are. The primary one comes first. */
async function readGithubPerson(url: string, accessToken: string) {
  const person = githubPerson.parse(await get(url, accessToken));
  const addresses = githubAddresses.parse(await get(`${url}/emails`, accessToken));
  const verified = addresses
    .filter((entry) => entry.verified && !entry.email.endsWith("@users.noreply.github.com"))
    .sort((a, b) => Number(b.primary) - Number(a.primary));
  const claimed = verified[0] ?? addresses.find((entry) => entry.primary) ?? addresses[0];
  return {
    ...person,
    email: claimed?.email ?? person.email ?? null,
    verifiedAddresses: verified.map(({ email }) => email),
  };
}

async function get(url: string, accessToken: string): Promise<unknown> {
  const response = await fetch(url, {
    headers: { Authorization: `Bearer ${accessToken}`, "User-Agent": "purse", Accept: "application/json" },
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`GitHub answered ${response.status}`);
  return await response.json();
}
