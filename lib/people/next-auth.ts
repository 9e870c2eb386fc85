import "server-only";
import NextAuth, { type NextAuthConfig } from "next-auth";
import type { EmailConfig } from "next-auth/providers/email";
import { z } from "zod";
import { settings } from "#lib/config/settings.ts";
import { canSendEmail } from "#lib/mail/send-email.ts";
import { log } from "#lib/observability/log.ts";
import { parseAddress } from "./address.ts";
import { admit } from "./admit.ts";
import { type CookieName, cookieName, cookieOptions } from "./cookies.ts";
import { type Attempt, guardedAdapter } from "./guarded-adapter.ts";
import { ownUrl } from "./own-address.ts";
import { authProviders } from "./providers.ts";
import { newSessionToken, sessionDays } from "./session-token.ts";

/** next-auth: its route handlers, and how a form starts to sign in with a provider. Configured for each attempt. */
export const { handlers, signIn } = NextAuth(async (request) =>
  configure({ method: null, previous: null, userAgent: request?.headers.get("user-agent") ?? null }),
);

function configure(attempt: Attempt): NextAuthConfig {
  const { appUrl, authSecret } = settings();
  // next-auth takes its own address only from here; without it, it would trust Host and X-Forwarded-Host.
  process.env.AUTH_URL = appUrl;
  return {
    basePath: "/api/auth",
    secret: authSecret,
    trustHost: true,
    session: {
      strategy: "database",
      maxAge: sessionDays * 24 * 60 * 60,
      generateSessionToken: newSessionToken,
    },
    cookies: {
      sessionToken: cookie("session-token"),
      csrfToken: cookie("csrf-token"),
      callbackUrl: cookie("callback-url"),
      pkceCodeVerifier: cookie("pkce.code_verifier"),
      state: cookie("state"),
      nonce: cookie("nonce"),
    },
    pages: { signIn: "/sign-in", signOut: "/profile", error: "/sign-in", verifyRequest: "/sign-in/sent" },
    providers: [...authProviders(), ...(canSendEmail() ? [mailProvider] : [])],
    adapter: guardedAdapter(attempt),
    callbacks: { signIn: async (arrival) => await admit(arrival, attempt), redirect: async ({ url }) => ownUrl(url) },
    logger: { error: report, warn: () => undefined, debug: () => undefined },
  };
}

/** next-auth only redeems emailed links; `requestLink` sends them, within limits. */
const mailProvider: EmailConfig = {
  id: "email",
  type: "email",
  name: "Email",
  normalizeIdentifier: (text) => parseAddress(text) ?? "",
  sendVerificationRequest: () => {
    throw new Error("Links are emailed by requestLink");
  },
};

function cookie(name: CookieName) {
  return { name: cookieName(name), options: cookieOptions() };
}

/** Users' mistakes and cancelled sign-ins are not logged as errors. */
const expected = new Set([
  "AccessDenied",
  "AccountNotLinked",
  "MissingCSRF",
  "OAuthAccountNotLinked",
  "OAuthCallbackError",
  "UnknownAction",
  "Verification",
]);

function report(error: Error): void {
  if ("type" in error && typeof error.type === "string" && expected.has(error.type)) return;
  // The cause is in an object next to the user's identity at a provider, which must not be logged.
  const { cause } = z.object({ cause: z.object({ err: z.instanceof(Error) }) }).safeParse(error).data ?? {};
  log.error({ err: cause?.err ?? error, type: error.name }, "Sign-in failed");
}
